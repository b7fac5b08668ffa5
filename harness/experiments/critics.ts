import { fitOperators } from '../../simulators/operators/fit-operators.ts';
import type { Action } from '../contract/action.ts';
import type { CalibratorRecipe } from '../contract/calibrator.ts';
import type { CriticRecipe } from '../contract/critic.ts';
import type { GateRecipe } from '../contract/gate.ts';
import type { PolicyRecipe } from '../contract/policy.ts';
import { createRng } from '../engine/streams.ts';
import { createProgress } from '../runner/progress.ts';
import { wallClockMs } from '../runner/wall-clock.ts';
import type { Shares } from '../stages/split-sessions.ts';
import type { ModelCache } from './cache/model-cache.ts';
import { openCache } from './cache/open-cache.ts';
import { type Answer, type CopilotWorld, copilotAnswers } from './critics/copilot-answers.ts';
import { criticPlots } from './critics/critics-plots.ts';
import {
  calibratorsTable,
  criticsTable,
  gatesTable,
  guaranteesTable,
  type NoiseResult,
} from './critics/critics-tables.ts';
import { criticFindings } from './critics/critics-words.ts';
import { type JudgedCritic, judgeCritic, withoutTruth } from './critics/judge-critics.ts';
import { judgeGate, judgeGuarantee } from './critics/judge-gates.ts';
import { inProcessDesks } from './desks.ts';
import { discover } from './discover.ts';
import { loadDataset } from './load-dataset.ts';
import { crossNoise, type NoiseOptions, type NoisePoint } from './noise-grid.ts';
import { ratesInWords, type ToldRates, toldRates } from './noise-rates.ts';
import { noiseRatesDoubt } from './noise-rates-doubt.ts';
import type { NoiseRatesMode } from './noise-rates-modes.ts';
import { preparePolicy } from './prepare-policy.ts';
import { beginFigures, finishFigures } from './report-figures.ts';
import { type DatasetSplit, type SplitName, splitDataset } from './splits.ts';
import { findPolicy, named, namedList, providerList } from './staged-options.ts';

export interface CriticsOptions extends NoiseOptions {
  readonly logs?: string;
  readonly sessions?: number;
  readonly split: SplitName;
  readonly policy: string;
  readonly critics?: string;
  readonly gates?: string;
  readonly calibrators?: string;
  /** Whose gates, calibrators and guarantees are shown. */
  readonly critic: string;
  readonly target: number;
  readonly delta: number;
  readonly noiseRates: NoiseRatesMode;
  /** Redraws of the feedback for each guarantee. */
  readonly redraws: number;
  /** Redraws of the sessions for each interval. */
  readonly draws: number;
  readonly seed: string;
  readonly providers: string;
  readonly cache: string | false;
  readonly out?: string;
}

/** Critics and gates take more feedback than a policy needs logs. */
const SHARES: Shares = { train: 0.35, feedback: 0.25, calibration: 0.15, evaluation: 0.25 };

interface Rooms {
  readonly policy: PolicyRecipe;
  readonly critics: readonly CriticRecipe[];
  readonly gates: readonly GateRecipe[];
  readonly calibrators: readonly CalibratorRecipe[];
}

/** Every critic, calibrator and gate over a grid of noise rates, judged against the truth. */
export async function critics(options: CriticsOptions): Promise<void> {
  const rooms = await findRooms(options);
  const points = crossNoise(options);
  const run = beginFigures('critics', options.out);
  const loaded = await loadDataset(options.logs);
  const { catalog } = loaded.dataset;
  const split = splitDataset(loaded.dataset, options.split, options.seed, options.sessions ?? null, SHARES);
  const cache = openCache(options.cache);
  const policy = await preparePolicy({
    label: `policy from ${split.parts.train.length} sessions`,
    sessions: split.parts.train,
    recipe: cache.policy(rooms.policy),
    catalog,
    desks: inProcessDesks(catalog),
    seed: options.seed,
    providers: providerList(options.providers),
  });
  try {
    const world = { catalog, policy, times: fitOperators(split.parts.train).times, seed: options.seed };
    const results: NoiseResult[] = [];
    for (const point of points) results.push(await judgePoint(point, world, split, rooms, cache, options));
    const { target, delta, critic, draws, seed } = options;
    const failed = results.some(({ missing }) => missing.some(({ reason }) => reason.startsWith('failed:')));
    await finishFigures(run, loaded, seed, {
      question:
        'Which critic tells right suggestions from wrong ones, and which gate keeps its promise, when feedback is noisy?',
      complete: !failed,
      split: Object.entries(split.parts)
        .map(([name, part]) => `${name} ${part.length}`)
        .join(', '),
      findings: criticFindings(results, () => createRng(seed, 'comparison'), draws),
      notes: notes(results, policy.provider, options),
      tables: [
        criticsTable(results, target),
        calibratorsTable(results, critic),
        gatesTable(results, critic, target, delta),
        guaranteesTable(results, critic),
        calibratorsTable(results, null),
        gatesTable(results, null, target, delta),
      ],
      plots: criticPlots(results),
    });
  } finally {
    await policy.dispose();
  }
}

async function findRooms(options: CriticsOptions): Promise<Rooms> {
  const all = await discover<CriticRecipe>('policies/critics', 'recipe');
  const chosen = namedList('--critics', options.critics, all);
  named('--critic', options.critic, chosen);
  return {
    policy: await findPolicy(options.policy),
    critics: chosen,
    gates: namedList('--gates', options.gates, await discover<GateRecipe>('policies/gates', 'recipe')),
    calibrators: namedList(
      '--calibrators',
      options.calibrators,
      await discover<CalibratorRecipe>('policies/calibrators', 'recipe'),
    ),
  };
}

async function judgePoint(
  { alpha, beta, slip }: NoisePoint,
  world: CopilotWorld,
  { parts }: DatasetSplit,
  rooms: Rooms,
  cache: ModelCache,
  options: CriticsOptions,
): Promise<NoiseResult> {
  const noise = { alpha: alpha.rates, beta: beta.rates, slip: slip.rates };
  const answers = {
    feedback: await copilotAnswers(world, 'feedback', parts.feedback, noise),
    calibration: await copilotAnswers(world, 'calibration', parts.calibration, noise),
    evaluation: await copilotAnswers(world, 'evaluation', parts.evaluation, noise),
  };
  const told = await toldRates(options.noiseRates, {
    world,
    noise,
    sessions: parts.feedback,
    feedback: answers.feedback,
    delta: options.delta,
  });
  const { judged, missing } = await judgeAll(
    `α ${alpha.label} β ${beta.label}`,
    answers,
    told,
    world,
    rooms,
    cache,
    options,
  );
  const request = {
    options: { targetPrecision: options.target, delta: options.delta },
    told: told.gate,
    seed: options.seed,
    draws: options.draws,
  };
  const truth = ({ kind }: Action) => ({ alpha: noise.alpha[kind], beta: noise.beta[kind] });
  const shown = judged.find(({ name }) => name === options.critic);
  return {
    alpha: alpha.label,
    beta: beta.label,
    told: told.text,
    correction: told.gate ? ratesInWords(told.gate.noise) : 'none',
    critics: judged,
    missing,
    gates: judged.flatMap((critic) => rooms.gates.flatMap((gate) => judgeGate(gate, critic, request))),
    guarantees: shown
      ? rooms.gates.flatMap((gate) =>
          judgeGuarantee(gate, shown, { ...request, truth, deltas: [options.delta], runs: options.redraws }),
        )
      : [],
  };
}

async function judgeAll(
  label: string,
  answers: { feedback: Answer[]; calibration: Answer[]; evaluation: Answer[] },
  told: ToldRates,
  { policy }: CopilotWorld,
  rooms: Rooms,
  cache: ModelCache,
  { seed, providers, target, draws }: CriticsOptions,
): Promise<{ judged: JudgedCritic[]; missing: { critic: string; reason: string }[] }> {
  const judged: JudgedCritic[] = [];
  const missing: { critic: string; reason: string }[] = [];
  const progress = createProgress(`critics, ${label}`, 100 * rooms.critics.length, process.stderr, wallClockMs);
  const seen = withoutTruth(answers.feedback);
  for (const [at, recipe] of rooms.critics.entries()) {
    const reason = recipe.unavailable?.(policy, seen) ?? null;
    if (reason !== null) {
      missing.push({ critic: recipe.name, reason });
      continue;
    }
    const onProgress = (fraction: number, line: string) => progress.update(Math.round(100 * (at + fraction)), line);
    const noise = told.rates;
    const common = { answers, policy, noise, seed, providers: providerList(providers), cache, target, draws };
    try {
      judged.push(await judgeCritic(recipe, { ...common, calibrators: rooms.calibrators, onProgress }));
    } catch (error) {
      missing.push({
        critic: recipe.name,
        reason: `failed: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }
  progress.update(100 * rooms.critics.length);
  progress.finish();
  return { judged, missing };
}

function notes(
  results: readonly NoiseResult[],
  provider: string,
  { policy, noiseRates, redraws, draws }: CriticsOptions,
): string[] {
  const sizes = results[0]?.critics[0];
  const judged = sizes?.evaluation ?? [];
  const right = judged.filter((answer) => answer.right).length;
  return [
    `Policy ${policy} on ${provider}, trained once. Feedback, held-out answers and evaluation come from sessions of their own; truth is the logged action.`,
    ...(sizes
      ? [
          `${sizes.calibration.length} held-out answers; ${judged.length} evaluation suggestions, ${((100 * right) / judged.length).toFixed(1)} % right.`,
        ]
      : []),
    ...results.map(
      ({ alpha, beta, told }) =>
        `At α = ${alpha}, β = ${beta}, noise-aware critics and corrected gates were told: ${told}.`,
    ),
    ...noiseRatesDoubt(noiseRates),
    `Intervals from ${draws} redraws of sessions. Guarantees from ${redraws} redraws, suggestion by suggestion, as the gates assume; sessions that cluster weaken them. Estimated noise rates are not redrawn.`,
    'Best learned critic and best proxy are those of lowest AURC against the held-out answers, so that the evaluation does not choose.',
  ];
}

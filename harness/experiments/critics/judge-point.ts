import type { DatasetSplit } from '../../bench/data/splits.ts';
import type { ModelCache } from '../../bench/models/cache/model-cache.ts';
import { providerList } from '../../bench/models/recipes.ts';
import { type Answer, type CopilotWorld, copilotAnswers } from '../../bench/noise/copilot-answers.ts';
import type { GateSlices } from '../../bench/noise/gate-slices.ts';
import { type NoisePoint, ratesOf } from '../../bench/noise/noise-grid.ts';
import { type KnownRates, knownRates, ratesInWords } from '../../bench/noise/noise-rates.ts';
import { type Crashes, crashesAt } from '../../bench/report/crashes.ts';
import type { Action } from '../../contract/action.ts';
import type { CalibratorRecipe } from '../../contract/calibrator.ts';
import type { CriticRecipe } from '../../contract/critic.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { createProgress } from '../../runner/progress.ts';
import { messageOf } from '../../shared/message-of.ts';
import { type JudgedCritic, judgeCritic, withoutTruth } from './judge-critics.ts';
import { type GateRequest, judgeGate } from './judge-gates.ts';
import { judgeGuarantee, reachableTarget } from './judge-guarantees.ts';
import type { NoiseResult } from './noise-result.ts';
import type { CriticsOptions } from './options.ts';

/** What is compared. */
export interface Rooms {
  readonly policy: PolicyRecipe;
  readonly critics: readonly CriticRecipe[];
  readonly gates: readonly GateRecipe[];
  /** The gate whose slices are shown, and that sets the target within reach. */
  readonly gate: GateRecipe;
  /** Besides one threshold for everything. */
  readonly slices: readonly GateSlices[];
  readonly calibrators: readonly CalibratorRecipe[];
}

/** Lets operators of one noise answer, teaches every critic by what they say, and judges critics and gates. */
export async function judgePoint(
  point: NoisePoint,
  common: CopilotWorld,
  { parts }: DatasetSplit,
  rooms: Rooms,
  cache: ModelCache,
  options: CriticsOptions,
): Promise<NoiseResult> {
  const { alpha, beta } = point;
  const noise = ratesOf(point);
  const crashes: Crashes[] = [];
  const onCrashes = (found: readonly Crashes[]) =>
    crashes.push(...crashesAt(`α = ${alpha.label}, β = ${beta.label}`, found));
  const world = { ...common, onCrashes };
  const answers = {
    feedback: await copilotAnswers(world, 'feedback', parts.feedback, noise),
    calibration: await copilotAnswers(world, 'calibration', parts.calibration, noise),
    evaluation: await copilotAnswers(world, 'evaluation', parts.evaluation, noise),
  };
  const known = await knownRates(options.noiseRates, {
    world,
    noise,
    sessions: parts.feedback,
    feedback: answers.feedback,
    delta: options.delta,
  });
  const { judged, missing } = await judgeAll(
    `α ${alpha.label} β ${beta.label}`,
    answers,
    known,
    world,
    rooms,
    cache,
    options,
  );
  const shown = judged.find(({ name }) => name === options.critic);
  const request = {
    options: { targetPrecision: options.target, delta: options.delta },
    knownNoise: known.gate,
    likely: known.rates,
    catalog: world.catalog,
    seed: options.seed,
    draws: options.draws,
  };
  return {
    alpha: alpha.label,
    beta: beta.label,
    knownInWords: known.text,
    correction: known.gate ? ratesInWords(known.gate.noise) : 'none',
    critics: judged,
    missing,
    crashes,
    gates: judged.flatMap((critic) => rooms.gates.flatMap((gate) => judgeGate(gate, 'global', critic, request))),
    ...(shown ? judgeShown(shown, rooms, noise, { ...request, runs: options.redraws }) : NOTHING_SHOWN),
  };
}

const NOTHING_SHOWN = { withinReach: null, sliced: [], guarantees: [], reachable: [] };

/** What is judged of one critic only: thresholds by slice, and promises over redrawn feedback. */
function judgeShown(
  critic: JudgedCritic,
  { gates, gate, slices }: Rooms,
  { alpha, beta }: NoiseSettings,
  common: GateRequest & { readonly runs: number },
): Pick<NoiseResult, keyof typeof NOTHING_SHOWN> {
  const request = { ...common, truth: ({ kind }: Action) => ({ alpha: alpha[kind], beta: beta[kind] }) };
  const aimed = (targetPrecision: number) => ({ ...request, options: { ...request.options, targetPrecision } });
  const promised = (target: number) => gates.flatMap((one) => judgeGuarantee(one, critic, aimed(target)));
  const asked = request.options.targetPrecision;
  const withinReach = reachableTarget(gate, critic, request);
  const other = withinReach === null || withinReach === asked ? [] : [withinReach];
  return {
    withinReach,
    sliced: [asked, ...other].flatMap((target) =>
      gates.flatMap((one) =>
        (['global', ...slices] as const).flatMap((by) => judgeGate(one, by, critic, aimed(target))),
      ),
    ),
    guarantees: promised(asked),
    reachable: other.flatMap(promised),
  };
}

async function judgeAll(
  label: string,
  answers: { feedback: Answer[]; calibration: Answer[]; evaluation: Answer[] },
  known: KnownRates,
  { policy }: CopilotWorld,
  rooms: Rooms,
  cache: ModelCache,
  { seed, providers, target, draws }: CriticsOptions,
): Promise<{ judged: JudgedCritic[]; missing: { critic: string; reason: string }[] }> {
  const judged: JudgedCritic[] = [];
  const missing: { critic: string; reason: string }[] = [];
  const progress = createProgress(`critics, ${label}`, 100 * rooms.critics.length);
  const seen = withoutTruth(answers.feedback);
  for (const [at, recipe] of rooms.critics.entries()) {
    const reason = recipe.unavailable?.(policy, seen) ?? null;
    if (reason !== null) {
      missing.push({ critic: recipe.name, reason });
      continue;
    }
    const onProgress = (fraction: number, line: string) => progress.update(Math.round(100 * (at + fraction)), line);
    const noise = known.rates;
    const common = { answers, policy, noise, seed, providers: providerList(providers), cache, target, draws };
    try {
      judged.push(await judgeCritic(recipe, { ...common, calibrators: rooms.calibrators, onProgress }));
    } catch (error) {
      missing.push({
        critic: recipe.name,
        reason: `failed: ${messageOf(error)}`,
      });
    }
  }
  progress.update(100 * rooms.critics.length);
  progress.finish();
  return { judged, missing };
}

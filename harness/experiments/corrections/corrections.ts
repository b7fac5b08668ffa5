import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import { datasetsBySeed, type LoadedDataset } from '../../bench/data/load-dataset.ts';
import { stepKey } from '../../bench/data/model-splits.ts';
import { sampleSessions } from '../../bench/data/sample-sessions.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { judgeSides } from '../../bench/feedback/judge-sides.ts';
import { openCache } from '../../bench/models/cache/open-cache.ts';
import { findPolicy, providerList } from '../../bench/models/recipes.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import { crossNoise, type NoisePoint, ratesOf } from '../../bench/noise/noise-grid.ts';
import { crashesAt, phaseCrashes } from '../../bench/report/crashes.ts';
import type { Example, Policy, PolicyRecipe } from '../../contract/policy.ts';
import { splitSessions } from '../../deployment/split-sessions.ts';
import { memoPolicy } from '../../engine/memo.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { createProgress } from '../../runner/progress.ts';
import { messageOf } from '../../shared/message-of.ts';
import { chooseFeedback, type OwnFeedback } from './choose-feedback.ts';
import { compareSets, deployedSeed } from './compare-sets.ts';
import { correctionNotes } from './correction-notes.ts';
import { type CorrectionResult, correctionFindings, correctionsTable } from './corrections-table.ts';
import { gatherRefusals, hardSetCrashes, type Refusal } from './gather-corrections.ts';
import type { CorrectionsOptions } from './options.ts';
import { type CorrectionParts, trainingSets } from './training-sets.ts';

/** The deployed policy has its own logs; corrections take many sessions, since most suggestions are accepted. */
const SHARES = { train: 0.15, feedback: 0.35, calibration: 0.3, evaluation: 0.2 };

/** What corrections are worth: accuracy on the historical distribution and on the hard set. */
export async function corrections(options: CorrectionsOptions): Promise<Outcome> {
  const recipe = await findPolicy(options.policy, options.encoder);
  const shares = parseShares(options.shares);
  const points = crossNoise(options);
  const loaded = await datasetsBySeed(options.logs)(options.seed);
  const parts = correctionParts(loaded, options);
  const bench = new Bench(recipe, loaded, parts, options);
  const own = await chooseFeedback(options.feedback, points, parts, bench.examples);
  const results = own ? [await bench.fromLog(own, shares)] : await bench.simulated(points, shares);
  return {
    loaded,
    crashes: results.flatMap((result) => result.crashes),
    split: Object.entries(parts)
      .map(([name, sessions]) => `${name} ${sessions.length}`)
      .join(', '),
    findings: correctionFindings(results),
    notes: correctionNotes(results, recipe.name, own),
    tables: [correctionsTable(results)],
    plots: [],
  };
}

/** Parts by a hash of session id. Throws: `UsageError` where one is left empty. */
export function correctionParts(
  { dataset }: LoadedDataset,
  { seed, sessions }: Pick<CorrectionsOptions, 'seed' | 'sessions'>,
): CorrectionParts {
  try {
    const { train, feedback, calibration, evaluation } = splitSessions(
      sampleSessions(dataset.sessions, seed, sessions ?? null),
      seed,
      SHARES,
    );
    return { base: train, logs: calibration, feedback, evaluation };
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function parseShares(text: string): number[] {
  return text.split(',').map((part) => {
    const share = Number(part);
    if (part.trim() === '' || !(share >= 0 && share <= 10))
      throw new UsageError(`--shares: "${part}" is not a share; give numbers from 0 to 10 separated by commas.`);
    return share;
  });
}

/** What stays the same over the noise points. */
class Bench {
  readonly examples: SessionExamples;
  readonly #recipe: PolicyRecipe;
  readonly #loaded: LoadedDataset;
  readonly #parts: CorrectionParts;
  readonly #options: CorrectionsOptions;

  constructor(recipe: PolicyRecipe, loaded: LoadedDataset, parts: CorrectionParts, options: CorrectionsOptions) {
    this.#recipe = openCache(options.cache).policy(recipe);
    this.#loaded = loaded;
    this.#parts = parts;
    this.#options = options;
    this.examples = new SessionExamples(
      inProcessDesks(loaded.dataset.catalog).openEnvironment(),
      loaded.dataset.catalog,
    );
  }

  async train(label: string, examples: readonly Example[], seed: string): Promise<Policy> {
    const { providers } = this.#options;
    const progress = createProgress(label, 100);
    const { catalog } = this.#loaded.dataset;
    const onProgress = (fraction: number, line: string) => progress.update(Math.round(100 * fraction), line);
    const policy = await this.#recipe.fit(examples, { seed, providers: providerList(providers), catalog, onProgress });
    progress.update(100);
    progress.finish();
    return memoPolicy(policy);
  }

  /** Operators of each noise answer to a deployed policy. */
  async simulated(points: readonly NoisePoint[], shares: readonly number[]): Promise<CorrectionResult[]> {
    const logged = await this.examples.ofAll(this.#parts.base);
    const base = await this.train('deployed policy', logged, deployedSeed(this.#options.seed));
    try {
      const results: CorrectionResult[] = [];
      for (const point of points) results.push(await this.#point(base, point, shares));
      return results;
    } finally {
      await base.dispose();
    }
  }

  /** The log's own operators answered to the log's own desk. */
  async fromLog(own: OwnFeedback, shares: readonly number[]): Promise<CorrectionResult> {
    const { rows, hardSteps, available } = await this.#compare(own.corrections.refusals, own.hard.refusals, shares);
    return { feedback: 'log', point: 'the log’s own feedback', crashes: [], base: null, rows, hardSteps, available };
  }

  async #point(base: Policy, point: NoisePoint, shares: readonly number[]): Promise<CorrectionResult> {
    const { logs, feedback, evaluation } = this.#parts;
    const { alpha, beta, slip } = point;
    const noise = ratesOf(point);
    const operator = createOperator({ noise, times: fitOperators(logs).times, population: this.#options.seed });
    const run = { catalog: this.#loaded.dataset.catalog, policy: base, operator, noise, seed: this.#options.seed };
    const refusals = await gatherRefusals({ ...run, sessions: feedback }, this.examples);
    const refused = await gatherRefusals({ ...run, sessions: evaluation }, this.examples);
    const { hard, ...compared } = await this.#compare(refusals.refusals, refused.refusals, shares);
    const sides = await judgeSides(base, evaluation, hard, this.examples);
    const label = `α ${alpha.label}, β ${beta.label}, slip ${slip.label}`;
    const { seed } = this.#options;
    return {
      feedback: 'simulated',
      point: label,
      crashes: crashesAt(label, [
        ...phaseCrashes('feedback', seed, { sessions: feedback.length, crashed: refusals.crashed }),
        ...hardSetCrashes(seed, sides.hard, { sessions: evaluation.length, crashed: refused.crashed }),
      ]),
      base: { name: 'deployed policy (chooses the hard set)', set: null, sides },
      ...compared,
    };
  }

  /** Trains on each set and judges on both sides. */
  async #compare(refusals: readonly Refusal[], refused: readonly Refusal[], shares: readonly number[]) {
    const { logs, evaluation } = this.#parts;
    const { seed } = this.#options;
    const hard = new Set(refused.map(({ session, step }) => stepKey(session, step)));
    const sets = trainingSets(await this.examples.ofAll(logs), refusals, shares, seed);
    const train = this.train.bind(this);
    const rows = await compareSets(sets, { evaluation, hard, examples: this.examples, seed, train });
    return { rows, hard, hardSteps: hard.size, available: refusals.length };
  }
}

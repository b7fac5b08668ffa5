import { datasetsBySeed } from '../../bench/data/load-dataset.ts';
import { sampleSessions } from '../../bench/data/sample-sessions.ts';
import { type DatasetSplit, splitDataset } from '../../bench/data/splits.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { discover } from '../../bench/models/discover.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { crossNoise, openLoopCells } from '../../bench/noise/noise-grid.ts';
import { type Crashes, crashesAt } from '../../bench/report/crashes.ts';
import { closedPart } from '../../bench/staged/closed-part.ts';
import { runStaged } from '../../bench/staged/staged-run.ts';
import { type AdaptiveRule, adaptiveRule, sessionsByLook } from '../../bench/sweep/adaptive-rule.ts';
import {
  type Comparison,
  comparisonsOf,
  comparisonsOfShard,
  inWords,
  partOf,
  type Sweep,
} from '../../bench/sweep/plan.ts';
import { SweepSums, sweepFigures } from '../../bench/sweep/sweep-figures.ts';
import type { Metric } from '../../contract/metric.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { printAside } from '../../runner/output.ts';
import type { SweepOptions } from './options.ts';

/** Sessions that are generated for each seed where the plan names no number. */
const GENERATED_SESSIONS = 900;
const SHARES = { train: 0.2, feedback: 0.25, calibration: 0.2, evaluation: 0.35 };

/** Plays every comparison of a plan, or those of one shard, each by itself: nothing of one hangs on another. */
export async function sweep(options: SweepOptions, { record }: RunContext): Promise<Outcome> {
  const { plan, shard = null } = options;
  const all = comparisonsOf(plan);
  // Models that there are not are told before the work.
  for (const one of all) await findRecipes({ ...one, encoder: options.encoder });
  const own = comparisonsOfShard(all, shard);
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const rule = adaptiveRule(plan, metrics);
  const load = datasetsOf(options);
  const [{ seed } = { seed: options.seed }] = all;
  const named = await load(seed);
  const sums = new SweepSums(metrics);
  const crashes: Crashes[] = [];
  for (const [at, comparison] of own.entries()) {
    printAside(`${at + 1} of ${own.length}: ${inWords(comparison)}`);
    crashes.push(...(await play(comparison, { options, record: record(named), load, sums, rule })));
  }
  return {
    loaded: named,
    split: `${own.length} of ${all.length} comparisons, each with sessions dealt by its seed.`,
    ...(shard === null ? sweepFigures(plan, sums, metrics) : shardFigures(own, options)),
    crashes,
    complete: sums.crashed() === 0,
  };
}

interface Playing {
  readonly options: SweepOptions;
  readonly record: ReturnType<RunContext['record']>;
  readonly load: ReturnType<typeof datasetsBySeed>;
  readonly sums: SweepSums;
  readonly rule: AdaptiveRule | null;
}

/** Plays one comparison: policy, critic and gate are learned for it, from the cache where they were learned before. */
async function play(comparison: Comparison, playing: Playing): Promise<readonly Crashes[]> {
  const { options, record, load, sums, rule } = playing;
  const { plan } = options;
  const { seed } = comparison;
  const { loaded, split, cells, closed } = await prepareComparison(comparison, options, load);
  const part = partOf(comparison);
  const outcome = await runStaged({
    recorded: record.part(part),
    loaded,
    split,
    cells,
    recipes: await findRecipes({ ...comparison, encoder: options.encoder }),
    options: { ...options, ...settingsOf(comparison, plan) },
    driver: 'in-process',
    jobs: 1,
    paritySessions: 0,
    closed,
    ...(rule && {
      batchesOf: (evaluation) =>
        sessionsByLook(evaluation, seed, rule.sizes, () => sums.look(comparison, rule)?.looked.verdict !== 'undecided'),
    }),
    onTrace: (trace) => sums.add(part, trace.cell.split(' ')[0] ?? '', trace),
  });
  return crashesAt(part, [...outcome.open.crashes, ...(outcome.closed?.crashes ?? [])]);
}

/** What one comparison is played of. Throws: `UsageError` where it is to be in closed loop and cannot. */
export async function prepareComparison(
  comparison: Comparison,
  { plan, logs }: SweepOptions,
  load: ReturnType<typeof datasetsBySeed>,
) {
  const { seed } = comparison;
  const loaded = await load(seed);
  const split = splitDataset(loaded.dataset, 'random', seed, logs ? (plan.dataset ?? null) : null, SHARES);
  const points = crossNoise(noiseOf(comparison));
  const { sessions = null } = plan;
  if (plan.loop === 'open')
    return { loaded, split: evaluating(split, seed, sessions), cells: openLoopCells(points), closed: null };
  const closed = closedPart(loaded, split, points, { seed, sessions, twinSessions: 0 });
  if (!closed)
    throw new UsageError(
      'Too few of these sessions have a goal that can be known (bench goals says why): sweep in open loop.',
    );
  return { loaded, split, cells: [], closed };
}

/** The data of each seed. */
export const datasetsOf = ({ logs, plan }: SweepOptions) => datasetsBySeed(logs, plan.dataset ?? GENERATED_SESSIONS);

const noiseOf = ({ alpha, beta, slip }: Comparison) => ({
  alpha: String(alpha),
  beta: String(beta),
  slip: String(slip),
});

const settingsOf = ({ policy, critic, gate, seed }: Comparison, { target, delta }: Sweep) => ({
  ...{ policy, critic, gate, seed, target, delta },
  calibrator: 'none',
  gateSlices: 'global' as const,
  noiseRates: 'none' as const,
});

function evaluating({ parts, ...split }: DatasetSplit, seed: string, sessions: number | null): DatasetSplit {
  return { ...split, parts: { ...parts, evaluation: sampleSessions(parts.evaluation, seed, sessions) } };
}

/** A shard alone answers nothing: what it played is brought together with the others. */
function shardFigures(
  own: readonly Comparison[],
  { shard }: SweepOptions,
): Pick<Outcome, 'findings' | 'notes' | 'tables' | 'plots'> {
  return {
    findings: [
      `Shard ${shard?.index} of ${shard?.count}: ${own.length} comparisons were played. bench merge brings the shards together.`,
    ],
    notes: own.map(inWords),
    tables: [],
    plots: [],
  };
}

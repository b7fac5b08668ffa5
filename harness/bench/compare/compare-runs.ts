import { countOf } from '../../../reports/present/format-value.ts';
import { comparePairs, type RunDifference, wayOf } from '../../../reports/stats/compare-pairs.ts';
import { type Judgement, judgeFamily } from '../../../reports/stats/judge-family.ts';
import type { Metric } from '../../contract/metric.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { readRun } from '../../runner/open-run.ts';
import { openTraces, type StoredTraces } from '../../runner/traces/read-traces.ts';
import { classifyDifference, type EpisodeDifference, LAYERS, type Layer } from './classify-difference.ts';
import { compareDescriptions, type RunsDiffer } from './comparable.ts';
import { matchEpisodes, readPairs } from './match-episodes.ts';
import { type CellOfRun, type MeasuredCell, pairRuns, RunSums } from './run-sums.ts';

/** What differs in one layer over a whole run, and the first place where it does. */
export interface LayerDifference {
  readonly layer: Layer;
  readonly episodes: number;
  readonly steps: number;
  readonly first: EpisodeDifference & Place;
}

/** Where an episode stands in a run. */
interface Place {
  readonly play: string;
  readonly cell: string;
  readonly session: string;
}

/** A metric in one cell, compared. */
export interface ComparedMetric {
  readonly of: CellOfRun;
  readonly metric: Metric;
  readonly difference: RunDifference;
  /** Null where neither direction is the good one. */
  readonly judgement: Judgement | null;
}

/** A session that got worse in one metric. */
export interface Flip extends Place {
  readonly metric: Metric;
  readonly base: number;
  readonly next: number;
}

export interface Comparison extends RunsDiffer {
  /** Episodes that both runs have and neither lost to a crash. */
  readonly episodes: number;
  /** What keeps the comparison from being whole, each in a sentence. */
  readonly incomplete: readonly string[];
  /** In the order of `LAYERS`: the first is the cause, later ones may be its effects. */
  readonly layers: readonly LayerDifference[];
  /** Episodes in which anything differs. */
  readonly differing: number;
  /** Episodes that were started again after a fault of the desk, in either run: they count as they ended. */
  readonly retried: { readonly base: number; readonly next: number };
  readonly metrics: readonly ComparedMetric[];
  /** What they rest on, session by session. */
  readonly measured: readonly MeasuredCell[];
  /** The worst first, by metric and cell in the order of `metrics`. */
  readonly flips: readonly Flip[];
  /** How long either run took, all attempts together; null where that is not known. Unit: seconds. */
  readonly seconds: { readonly base: number | null; readonly next: number | null };
}

export interface CompareRequest {
  readonly base: string;
  readonly next: string;
  /** Differences that are meant: names of settings, `data`, `seed`. */
  readonly across: readonly string[];
  readonly metrics: readonly Metric[];
}

/**
 * Compares two runs by their folders. Throws: `UsageError` where one is no run, they answer different questions, or
 * share no episode.
 */
export function compareRuns({ base, next, across, metrics }: CompareRequest): Comparison {
  const runs = { base: readRun(base), next: readRun(next) };
  const differ = compareDescriptions(runs.base, runs.next, across);
  const traces = { base: openTraces(base), next: openTraces(next) };
  try {
    const found = comparePlayed(traces.base, traces.next, metrics);
    const unfinished = (['base', 'next'] as const).flatMap((which) =>
      runs[which].finished ? [] : [`The ${which === 'base' ? 'base' : 'new'} run has not ended.`],
    );
    return {
      ...differ,
      ...found,
      incomplete: [...unfinished, ...found.incomplete],
      seconds: { base: secondsOf(runs.base.attempts), next: secondsOf(runs.next.attempts) },
    };
  } finally {
    traces.base.close();
    traces.next.close();
  }
}

type Played = Omit<Comparison, keyof RunsDiffer | 'seconds'>;

function comparePlayed(base: StoredTraces, next: StoredTraces, metrics: readonly Metric[]): Played {
  const matched = matchEpisodes(base, next);
  if (matched.pairs.length === 0)
    throw new UsageError(
      'The runs share no episode, so that nothing can be compared: compare runs of the same sessions.',
    );
  const sums = { base: new RunSums(metrics), next: new RunSums(metrics) };
  const layers = new Map<Layer, { episodes: number; steps: number; first: EpisodeDifference & Place }>();
  const retried = { base: 0, next: 0 };
  const crashed = { base: 0, next: 0, episodes: 0 };
  let differing = 0;
  for (const pair of readPairs(matched, base, next)) {
    const gone = { base: pair.base.end === 'crashed', next: pair.next.end === 'crashed' };
    if (pair.base.retries > 0) retried.base++;
    if (pair.next.retries > 0) retried.next++;
    if (gone.base || gone.next) {
      crashed.episodes++;
      if (gone.base) crashed.base++;
      if (gone.next) crashed.next++;
      continue;
    }
    const { play, cell, session } = pair.row;
    const found = classifyDifference(pair.base, pair.next);
    if (found.length > 0) differing++;
    for (const layer of new Set(found.map((one) => one.layer))) {
      const own = found.filter((one) => one.layer === layer);
      const known = layers.get(layer) ?? { episodes: 0, steps: 0, first: { ...own[0]!, play, cell, session } };
      layers.set(layer, { ...known, episodes: known.episodes + 1, steps: known.steps + own.length });
    }
    sums.base.add(pair.row, pair.base);
    sums.next.add(pair.row, pair.next);
  }
  const { measured } = pairRuns(sums.base.cells(), sums.next.cells(), metrics);
  return {
    episodes: matched.pairs.length - crashed.episodes,
    incomplete: lacking(matched.onlyBase.length, matched.onlyNext.length, crashed),
    layers: LAYERS.flatMap((layer) => (layers.has(layer) ? [{ layer, ...layers.get(layer)! }] : [])),
    differing,
    retried,
    measured,
    ...compareMeasures(measured),
  };
}

/** All metrics in all cells are one family of a table: of its verdicts, few are false. */
function compareMeasures(measured: readonly MeasuredCell[]): Pick<Comparison, 'metrics' | 'flips'> {
  const differences = measured.map(({ metric, pairs }) => comparePairs(pairs, metric.unit, metric.better));
  const judged = judgeFamily(
    differences.map((one) => (one.unchanged ? { ...one, p: null, pWithin: null } : one)),
    'false-discovery',
  );
  return {
    metrics: measured.map(({ of, metric }, at) => ({
      of,
      metric,
      difference: differences[at]!,
      judgement: judged[at]!,
    })),
    flips: measured.flatMap((cell) => flipsOf(cell)),
  };
}

/** Sessions that got worse in a metric, the worst first. */
export function flipsOf({ of: { cell }, metric, pairs }: MeasuredCell, better = metric.better): Flip[] {
  if (better === null) return [];
  const worse = better === 'higher' ? -1 : 1;
  return pairs
    .filter((pair) => wayOf(pair) === worse)
    .map(({ play, session, base, next }) => ({
      play,
      cell,
      session,
      metric,
      base: base.numerator / base.denominator,
      next: next.numerator / next.denominator,
    }))
    .sort((a, b) => Math.abs(b.next - b.base) - Math.abs(a.next - a.base));
}

function lacking(onlyBase: number, onlyNext: number, crashed: { base: number; next: number }): string[] {
  return [
    ...(onlyBase > 0 ? [`${countOf(onlyBase, 'episode')} of the base run missing in the new one.`] : []),
    ...(onlyNext > 0 ? [`${countOf(onlyNext, 'episode')} of the new run missing in the base one.`] : []),
    ...(crashed.base > 0 ? [`${countOf(crashed.base, 'episode')} crashed in the base run.`] : []),
    ...(crashed.next > 0 ? [`${countOf(crashed.next, 'episode')} crashed in the new run.`] : []),
  ];
}

/** Null: an attempt was broken off, and left no time. */
export function secondsOf(attempts: readonly unknown[]): number | null {
  const each = attempts.map((attempt) => (attempt as { seconds?: unknown }).seconds);
  return each.every((one) => typeof one === 'number') ? each.reduce((sum, one) => sum + (one as number), 0) : null;
}

import type { PairOfSums } from '../../../reports/stats/compare-pairs.ts';
import { joinIds } from '../../contract/join-ids.ts';
import type { Metric } from '../../contract/metric.ts';
import { caseOfTrace, type Trace } from '../../contract/trace.ts';
import type { EpisodeRow } from '../../runner/traces/episode-index.ts';
import { hashText } from '../../shared/hash.ts';
import { repeatOf } from '../repeat-name.ts';
import { partOfRun } from './match-episodes.ts';

/** One cell of the experiment's grid in one part of the run, over all populations. */
export interface CellOfRun {
  readonly part: string;
  readonly cell: string;
  readonly arm: string;
  readonly noise: string;
}

/** One episode of a cell. */
export interface EpisodeOfCell {
  /** Part of the run, as its traces name it. */
  readonly play: string;
  readonly session: string;
  readonly queue: number | null;
  readonly operator: string | null;
  readonly caseKey: string;
  /** Of all that happened in it, but for how often the desk failed. */
  readonly digest: string;
}

export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** What the episodes of one cell add to each metric. */
export interface CellSums {
  readonly of: CellOfRun;
  readonly episodes: readonly EpisodeOfCell[];
  /** By name of the metric, one for each episode. */
  readonly sums: ReadonlyMap<string, readonly Ratio[]>;
}

/**
 * Gathers what the episodes of a run add to some metrics, cell by cell, in the order in which the cells come. Repeats of a
 * session with the same random numbers are one episode, which adds their mean.
 */
export class RunSums {
  readonly #metrics: readonly Metric[];
  readonly #cells = new Map<string, { of: CellOfRun; episodes: EpisodeOfCell[]; sums: Map<string, Ratio[]> }>();
  /** Of episodes that may be repeated: the place in their cell, and how many of them are in. */
  readonly #repeated = new Map<string, { readonly place: number; count: number }>();

  constructor(metrics: readonly Metric[]) {
    this.#metrics = metrics;
  }

  add({ play, cell, arm, noise, session, queue, operator }: EpisodeRow, trace: Trace): void {
    const { part } = partOfRun(play);
    const first = repeatOf(play).part;
    const key = keyOf({ part, cell });
    const known = this.#cells.get(key) ?? {
      of: { part, cell, arm, noise },
      episodes: [],
      sums: new Map(this.#metrics.map(({ name }) => [name, []])),
    };
    this.#cells.set(key, known);
    const digest = hashText(JSON.stringify({ ...trace, retries: 0 }));
    const name = JSON.stringify([first, cell, session, queue]);
    const before = this.#repeated.get(name);
    if (before) {
      const { place } = before;
      before.count++;
      const episode = known.episodes[place]!;
      known.episodes[place] = { ...episode, digest: hashText(`${episode.digest} ${digest}`) };
      for (const metric of this.#metrics) {
        const sums = known.sums.get(metric.name)!;
        sums[place] = meanWith(sums[place]!, metric.measure(trace), before.count);
      }
      return;
    }
    this.#repeated.set(name, { place: known.episodes.length, count: 1 });
    known.episodes.push({ play: first, session, queue, operator, caseKey: caseOfTrace(trace), digest });
    for (const metric of this.#metrics) known.sums.get(metric.name)?.push(metric.measure(trace));
  }

  cells(): readonly CellSums[] {
    return [...this.#cells.values()];
  }
}

/** The mean once the `count`-th is in; the same to the bit where it is equal. */
const meanWith = (mean: Ratio, next: Ratio, count: number): Ratio => ({
  numerator: mean.numerator + (next.numerator - mean.numerator) / count,
  denominator: mean.denominator + (next.denominator - mean.denominator) / count,
});

const keyOf = ({ part, cell }: Pick<CellOfRun, 'part' | 'cell'>) => JSON.stringify([part, cell]);

/** What one episode adds to a metric in two runs. Its id is distinct within a cell. */
export interface MeasuredPair extends PairOfSums {
  readonly session: string;
  readonly play: string;
}

/** A metric in one cell, episode by episode. */
export interface MeasuredCell {
  readonly of: CellOfRun;
  readonly metric: Metric;
  readonly pairs: readonly MeasuredPair[];
}

/** Two runs of the same scenarios, brought together. */
export interface PairedRuns {
  /** Metrics in cells of both runs, those in which either has anything to divide by. */
  readonly measured: readonly MeasuredCell[];
  /** Episodes of both runs, and how many of them are not the same. */
  readonly episodes: number;
  readonly differing: number;
  /** Episodes that only one of the runs has. */
  readonly onlyBase: number;
  readonly onlyNext: number;
}

/** Pairs the episodes of two runs by part, cell, session and queue. */
export function pairRuns(base: readonly CellSums[], next: readonly CellSums[], metrics: readonly Metric[]): PairedRuns {
  const others = new Map(next.map((cell) => [keyOf(cell.of), cell]));
  const count = (cells: readonly CellSums[]) => cells.reduce((sum, { episodes }) => sum + episodes.length, 0);
  const measured: MeasuredCell[] = [];
  let [shared, differing] = [0, 0];
  for (const cell of base) {
    const other = others.get(keyOf(cell.of));
    if (!other) continue;
    const places = new Map(other.episodes.map((one, at) => [scenarioOf(one), at]));
    const pairs = cell.episodes.flatMap((one, at) => {
      const place = places.get(scenarioOf(one));
      return place === undefined ? [] : [{ one, at, place }];
    });
    shared += pairs.length;
    differing += pairs.filter(({ one, place }) => !sameDigest(one.digest, other.episodes[place]!.digest)).length;
    for (const metric of metrics) {
      const [there, here] = [cell.sums.get(metric.name), other.sums.get(metric.name)];
      if (!there || !here) continue;
      const all = pairs.map(({ one, at, place }) => ({ ...luckOf(one), base: there[at]!, next: here[place]! }));
      if (all.some((pair) => pair.base.denominator + pair.next.denominator > 0))
        measured.push({ of: cell.of, metric, pairs: all });
    }
  }
  return { measured, episodes: shared, differing, onlyBase: count(base) - shared, onlyNext: count(next) - shared };
}

/** A baseline keeps the first digits only. */
const sameDigest = (one: string, other: string) => one.startsWith(other) || other.startsWith(one);

const scenarioOf = ({ play, session, queue }: EpisodeOfCell) => JSON.stringify([play, session, queue]);

/** Who an episode is, and with what it shares its luck. */
function luckOf({ play, session, queue, operator, caseKey }: EpisodeOfCell) {
  const { population } = partOfRun(play);
  const inPopulation = (...ids: string[]) => joinIds(' ', population ?? '', ...ids);
  return {
    id: inPopulation(session, String(queue ?? '')),
    session,
    play,
    population,
    operator: operator === null ? null : inPopulation(operator),
    caseKey: inPopulation(caseKey),
  };
}

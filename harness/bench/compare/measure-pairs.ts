import type { PairOfSums } from '../../../reports/stats/compare-pairs.ts';
import { joinIds } from '../../contract/join-ids.ts';
import type { Metric } from '../../contract/metric.ts';
import { caseOfTrace, type Trace } from '../../contract/trace.ts';
import type { EpisodeRow } from '../../runner/traces/episode-index.ts';
import { partOfRun } from './match-episodes.ts';

/** What one pair of episodes adds to a metric. Its id is distinct within a cell. */
export interface MeasuredPair extends PairOfSums {
  readonly session: string;
  /** Part of the run, as its traces name it. */
  readonly play: string;
}

/** One cell of the experiment's grid in one part of the run, over all populations. */
export interface CellOfRun {
  readonly part: string;
  readonly cell: string;
  readonly arm: string;
  readonly noise: string;
}

/** A metric in one cell, session by session. */
export interface MeasuredCell {
  readonly of: CellOfRun;
  readonly metric: Metric;
  readonly pairs: readonly MeasuredPair[];
}

/** Measures pairs of episodes with some metrics, cell by cell, in the order in which the cells come. */
export class PairMeasures {
  readonly #metrics: readonly Metric[];
  readonly #cells = new Map<string, { of: CellOfRun; pairs: Map<Metric, MeasuredPair[]> }>();

  constructor(metrics: readonly Metric[]) {
    this.#metrics = metrics;
  }

  add(row: EpisodeRow, base: Trace, next: Trace): void {
    const { population, part } = partOfRun(row.play);
    const key = JSON.stringify([part, row.cell]);
    const known = this.#cells.get(key) ?? {
      of: { part, cell: row.cell, arm: row.arm, noise: row.noise },
      pairs: new Map(this.#metrics.map((metric) => [metric, []])),
    };
    this.#cells.set(key, known);
    const inPopulation = (id: string) => joinIds(' ', population ?? '', id);
    for (const metric of this.#metrics)
      known.pairs.get(metric)?.push({
        id: joinIds(' ', population ?? '', row.session, String(row.queue ?? '')),
        session: row.session,
        play: row.play,
        population,
        operator: row.operator === null ? null : inPopulation(row.operator),
        caseKey: inPopulation(caseOfTrace(base)),
        base: metric.measure(base),
        next: metric.measure(next),
      });
  }

  /** Those in which either run has anything to divide by. */
  measured(): MeasuredCell[] {
    return [...this.#cells.values()].flatMap(({ of, pairs }) =>
      [...pairs].flatMap(([metric, sums]) => {
        const counted = sums.some(({ base, next }) => base.denominator + next.denominator > 0);
        return counted ? [{ of, metric, pairs: sums }] : [];
      }),
    );
  }
}

import { type CellAccumulator, createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import type { TwinPair } from '../../contract/twin.ts';
import type { PlayedCell } from '../../deployment/play.ts';
import { playTwins } from '../../deployment/play-twins.ts';
import { sumOf } from '../../shared/numbers.ts';
import { type ClosedBench, compareInProcess } from './closed-bench.ts';

/** What a cell came to, with the twins of its errors. */
export interface TwinnedCell {
  readonly traces: Trace[];
  readonly pairs: TwinPair[];
  readonly sums: CellAccumulator;
}

export interface TwinRequest {
  readonly bench: ClosedBench;
  readonly cells: readonly PlayedCell[];
  readonly sessions: readonly Session[];
  readonly metrics: readonly Metric[];
  readonly twinsPerSession: number;
  /** Twins of a cell after which no further sessions of it get any. */
  readonly twins: number;
  readonly onRun?: () => void;
}

/** Plays the sessions in every cell, with the twins of what went wrong, and measures them. */
export async function playTwinnedCells(request: TwinRequest): Promise<ReadonlyMap<string, TwinnedCell>> {
  const { bench, cells, sessions, metrics, twinsPerSession, twins, onRun } = request;
  const twinned = new Map(
    cells.map(({ cell }): [string, TwinnedCell] => [
      cell.id,
      { traces: [], pairs: [], sums: createCellAccumulator(metrics) },
    ]),
  );
  await playTwins(bench, cells, sessions, {
    perSession: twinsPerSession,
    perCell: twins,
    onRun: (run, pairs) => {
      const own = twinned.get(run.cell);
      own?.traces.push(run);
      own?.pairs.push(...pairs);
      own?.sums.add(run);
      onRun?.();
    },
  });
  await compareInProcess(bench, cells, sessions, {}, ({ cell, session }) =>
    twinned.get(cell)?.traces.find((trace) => trace.session === session),
  );
  return new Map([...twinned].map(([id, one]) => [id, { ...one, pairs: standForAll(one) }]));
}

/**
 * Weights with which the twins stand for all errors of the cell, also for those of sessions that got none: cells can
 * then be put together.
 */
export function standForAll({ traces, pairs }: Pick<TwinnedCell, 'traces' | 'pairs'>): TwinPair[] {
  const errors = traces.flatMap(({ steps }) => steps).filter(({ closed }) => closed?.right === false).length;
  const covered = sumOf(pairs, ({ weight }) => weight);
  return pairs.map((pair) => ({ ...pair, weight: (pair.weight * errors) / covered }));
}

import type { KeyedSums } from '../stats/session-sums.ts';
import type { CellAccumulator } from './cell-accumulator.ts';

/** What estimates need of a cell: its sessions, those that crashed, and their parts of each metric. */
export type CellSums = Pick<CellAccumulator, 'sessions' | 'sums' | 'crashed'>;

/**
 * Cells of distinct sessions, such as one arm's folds, as one: what a single cell that had seen all their traces
 * would add up to, to the bit. Throws: where a session is in two of them.
 */
export function poolCells(cells: readonly CellSums[]): CellSums {
  const [only, ...more] = cells;
  if (only && more.length === 0) return only;
  const places = cells
    .flatMap((cell, of) => cell.sessions().map((id, at) => ({ id, of, at })))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const twice = places.find(({ id }, at) => places[at + 1]?.id === id);
  if (twice)
    throw new Error(`Session "${twice.id}" is in two of the cells that are pooled: sessions must be distinct.`);
  const ids = places.map(({ id }) => id);
  const pick = (from: readonly ArrayLike<number>[]) => Float64Array.from(places, ({ of, at }) => from[of]![at]!);
  return {
    sessions: () => ids,
    crashed: () => cells.flatMap((cell) => cell.crashed()).sort(),
    sums(metric): KeyedSums {
      const each = cells.map((cell) => cell.sums(metric));
      const shared = each.some(({ cases }) => cases !== undefined);
      return {
        sessions: ids,
        ...(shared && { cases: places.map(({ id, of, at }) => each[of]?.cases?.[at] ?? id) }),
        numerators: pick(each.map(({ numerators }) => numerators)),
        denominators: pick(each.map(({ denominators }) => denominators)),
      };
    },
  };
}

import type { SessionSums } from '../stats/session-sums.ts';
import type { CellAccumulator } from './cell-accumulator.ts';

/** A metric's sums in two cells, index by index of the same sessions. */
export interface PairedSums {
  readonly cell: SessionSums;
  readonly baseline: SessionSums;
}

/** Pairs two cells by session; sessions that only one has (the other crashed there) are left out. */
export function pairSums(cell: CellAccumulator, baseline: CellAccumulator): (metric: string) => PairedSums {
  const [left, right] = [cell.sessions(), baseline.sessions()];
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) {
      ours.push(i++);
      theirs.push(j++);
    } else if (left[i]! < right[j]!) i++;
    else j++;
  }
  return (metric) => ({ cell: pick(cell.sums(metric), ours), baseline: pick(baseline.sums(metric), theirs) });
}

function pick(sums: SessionSums, places: readonly number[]): SessionSums {
  const { numerators, denominators } = sums;
  if (places.length === numerators.length) return sums;
  return {
    numerators: Float64Array.from(places, (place) => numerators[place]!),
    denominators: Float64Array.from(places, (place) => denominators[place]!),
  };
}

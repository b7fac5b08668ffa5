import { quantile } from '../../harness/shared/numbers.ts';

/** How a figure spreads over draws of which each counts once, however many sessions it rests on. */
export interface Spread {
  /** Draws in which the figure is known. */
  readonly count: number;
  readonly least: number | null;
  readonly median: number | null;
  readonly most: number | null;
}

/** Median and range of a figure over draws; a draw in which it is not known is left out and not counted. */
export function spread(values: readonly (number | null)[]): Spread {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { count: 0, least: null, median: null, most: null };
  return {
    count: known.length,
    least: Math.min(...known),
    median: quantile(known, 0.5),
    most: Math.max(...known),
  };
}

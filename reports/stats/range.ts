import type { Interval } from './interval.ts';

/** Values that a figure can have. No end of an interval lies outside. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Of a share. */
export const SHARE: Range = { least: 0, most: 1 };
/** Of the difference of two shares. */
export const SHARE_DIFFERENCE: Range = { least: -1, most: 1 };
/** Of times, counts and their means. */
export const NOT_NEGATIVE: Range = { least: 0, most: Number.POSITIVE_INFINITY };
/** Of what one arm has more than another, relative to the other: −1 where it has nothing. */
export const RELATIVE: Range = { least: -1, most: Number.POSITIVE_INFINITY };
/** Of what may be any number. */
export const ANY_NUMBER: Range = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/** The part of an interval that lies in the range; coverage loses nothing by it. */
export function cutToRange({ low, high }: Interval, { least, most }: Range): Interval {
  return { low: Math.min(most, Math.max(least, low)), high: Math.max(least, Math.min(most, high)) };
}

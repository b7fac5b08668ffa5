import type { Ranged } from './interval.ts';

/** An estimate, and of how many it is where it says so. */
type Counted = Ranged & { readonly of?: number | undefined };

const countOf = ({ of }: Counted) => (of === undefined ? {} : { of });

/** What a share leaves of 1, with its interval: the ends change places. */
export function complement(figure: Counted): Ranged & { readonly of?: number } {
  const { estimate, low, high } = figure;
  const rest = (share: number | null) => (share === null ? null : 1 - share);
  return { estimate: rest(estimate), low: rest(high), high: rest(low), ...countOf(figure) };
}

/** The same figure counted the other way, such as a saving for a change: the ends change places. */
export function negate(figure: Counted): Ranged & { readonly of?: number } {
  const { estimate, low, high } = figure;
  // 0 − 0 is 0, where −0 would be written as such.
  const less = (value: number | null) => (value === null ? null : 0 - value);
  return { estimate: less(estimate), low: less(high), high: less(low), ...countOf(figure) };
}

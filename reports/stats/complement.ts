import type { Ranged } from './interval.ts';

/** What a figure leaves of the whole, with its interval: the ends change places. */
export function complement({ estimate, low, high, of }: Ranged, whole = 1): Ranged {
  const rest = (part: number | null) => (part === null ? null : whole - part);
  return { estimate: rest(estimate), low: rest(high), high: rest(low), of };
}

/** The same figure counted the other way, such as a saving for a change: the ends change places. */
export function negate({ estimate, low, high, of }: Ranged): Ranged {
  // 0 − 0 is 0, where −0 would be written as such.
  const less = (value: number | null) => (value === null ? null : 0 - value);
  return { estimate: less(estimate), low: less(high), high: less(low), of };
}

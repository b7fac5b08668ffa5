import type { RatioUnit } from './ratio-estimate.ts';
import { type SessionSums, totalsOf } from './session-sums.ts';

export interface MissingBounds {
  /** Of the sessions that are there; null where there is nothing to divide by. */
  readonly estimate: number | null;
  /** Were the missing ones at the low end of what can be, and at the high end. Null where the high end is unknown. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Where a ratio could lie, had sessions not been lost that nothing is known of: each is given the mean denominator of the
 * others, and numerators at both ends of what can be. Of a share these are none and all; of a time or count 0 and the
 * most that any session there came to. These are bounds, no interval: chance is not in them.
 * Range: low ≤ estimate ≤ high. Source: Manski 2003, bounds for missing outcomes.
 */
export function missingBounds(sums: SessionSums, missing: number, unit: RatioUnit): MissingBounds {
  const { numerator, denominator, sessions } = totalsOf(sums);
  if (sessions === 0) return { estimate: null, low: unit === 'share' ? 0 : null, high: unit === 'share' ? 1 : null };
  const mean = denominator / sessions;
  const whole = denominator + missing * mean;
  const most = unit === 'share' ? mean : Math.max(...Array.from(sums.numerators));
  return {
    estimate: numerator / denominator,
    low: numerator / whole,
    high: Math.max(numerator / denominator, (numerator + missing * most) / whole),
  };
}

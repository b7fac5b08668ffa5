import type { Interval } from './interval.ts';
import { covariance, type Linearised } from './linearise.ts';
import { studentT } from './student-t.ts';

/**
 * Relative difference of two paired estimates, one / other − 1, with its interval.
 *
 * Null where `other` is not clearly above 0: the ratio then has no bounded interval. Source: Fieller 1954.
 */
export function fiellerRatio(
  one: Linearised,
  other: Linearised,
  pairs: number,
  level: number,
): (Interval & { readonly estimate: number }) | null {
  const vxx = covariance(one.influence, one.influence, pairs);
  const vyy = covariance(other.influence, other.influence, pairs);
  const vxy = covariance(one.influence, other.influence, pairs);
  if (one.ratio === null || other.ratio === null || vxx === null || vyy === null || vxy === null) return null;
  if (other.ratio <= 0) return null;
  const t = studentT((1 + level) / 2, pairs - 1);
  const g = (t * t * vyy) / other.ratio ** 2;
  if (g >= 1) return null;
  const ratio = one.ratio / other.ratio;
  const explained = vyy > 0 ? vxy / vyy : 0;
  const centre = (ratio - g * explained) / (1 - g);
  const spread = vxx - 2 * ratio * vxy + ratio * ratio * vyy - g * (vxx - explained * vxy);
  const half = (t / (other.ratio * (1 - g))) * Math.sqrt(Math.max(0, spread));
  return { estimate: ratio - 1, low: centre - half - 1, high: centre + half - 1 };
}

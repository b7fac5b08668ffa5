import type { Interval } from './interval.ts';

/** Two estimates with their sampling variances and covariance. */
export interface EstimatePair {
  readonly one: number;
  readonly other: number;
  readonly varianceOne: number;
  readonly varianceOther: number;
  readonly covariance: number;
}

/**
 * Relative difference one / other − 1 with its interval; `critical` is the critical value, such as Student's t.
 *
 * Null: `other` is not clearly above 0, so that the ratio has no bounded interval. Source: Fieller 1954.
 */
export function fiellerRatio(pair: EstimatePair, critical: number): (Interval & { readonly estimate: number }) | null {
  const { one, other, varianceOne, varianceOther, covariance } = pair;
  if (!(other > 0)) return null;
  const g = (critical ** 2 * varianceOther) / other ** 2;
  if (!(g < 1)) return null;
  const ratio = one / other;
  const slope = varianceOther > 0 ? covariance / varianceOther : 0;
  const centre = (ratio - g * slope) / (1 - g);
  const spread =
    varianceOne - 2 * ratio * covariance + ratio ** 2 * varianceOther - g * (varianceOne - slope * covariance);
  const half = (critical / (other * (1 - g))) * Math.sqrt(Math.max(0, spread));
  return { estimate: ratio - 1, low: centre - half - 1, high: centre + half - 1 };
}

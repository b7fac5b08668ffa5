import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';

/** From here on Student's t and the normal agree to six digits, and more degrees would cost precision. */
const MOST_DEGREES = 1e6;

/**
 * Two-sided critical value of Student's t: with this many degrees of freedom, |t| exceeds it with
 * probability 1 − confidence.
 *
 * Throws: where the degrees are not positive. Source: if T ~ t(ν), then ν/(ν + T²) ~ Beta(ν/2, 1/2).
 */
export function studentT(degrees: number, confidence = 0.95): number {
  if (!(degrees > 0)) throw new Error(`Student's t needs positive degrees of freedom, not ${degrees}.`);
  const used = Math.min(degrees, MOST_DEGREES);
  const x = betaQuantile(1 - confidence, used / 2, 0.5);
  return Math.sqrt((used * (1 - x)) / x);
}

/** Probability that |t| is at least this large: the p-value of a two-sided test. Range: [0, 1]. */
export function beyondStudentT(t: number, degrees: number): number {
  return 2 * tCdf(-Math.abs(t), Math.min(degrees, MOST_DEGREES));
}

import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import type { Interval } from './interval.ts';

/** A fraction of a trial this small is rounding: the Beta quantile does not converge on it. */
export const ROUNDING = 1e-9;

/**
 * Exact two-sided interval of a proportion: it holds the truth at least as often as it says, for guarantees. What is
 * only reported takes `midP`. Counts need not be whole: survey statistics uses it with effective counts.
 *
 * Range: [0, 1]. Throws: where successes are not within [0, trials] or the confidence is not in (0, 1).
 * Source: Clopper & Pearson 1934, by quantiles of the Beta distribution.
 */
export function clopperPearson(successes: number, trials: number, confidence = 0.95): Interval {
  if (!(trials >= 0 && successes >= 0 && successes <= trials))
    throw new Error(`${successes} successes of ${trials} trials is no proportion: give 0 ≤ successes ≤ trials.`);
  if (!(confidence > 0 && confidence < 1)) throw new Error(`A confidence of ${confidence} is not in (0, 1).`);
  const tail = (1 - confidence) / 2;
  const failures = trials - successes;
  return {
    low: successes < ROUNDING ? 0 : betaQuantile(tail, successes, failures + 1),
    high: failures < ROUNDING ? 1 : betaQuantile(1 - tail, successes + 1, failures),
  };
}

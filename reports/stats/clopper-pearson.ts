import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { CONFIDENCE, type Interval } from './interval.ts';

/**
 * Exact two-sided interval for a success rate. Counts need not be whole: an effective sample size serves too.
 *
 * Range: [0, 1]; all of it where nothing was tried. Throws: where successes are not within the trials.
 * Source: Clopper & Pearson 1934, as quantiles of Beta(k, n − k + 1) and Beta(k + 1, n − k).
 */
export function clopperPearson(successes: number, trials: number, level = CONFIDENCE): Interval {
  if (!(successes >= 0 && successes <= trials))
    throw new Error(`${successes} successes in ${trials} trials is no success rate.`);
  const tail = (1 - level) / 2;
  const failures = trials - successes;
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    high: failures === 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures),
  };
}

import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { cutToRange, SHARE } from '../range.ts';

/** Normal quantile of a two-sided interval. */
const critical = (confidence: number) => normalQuantile((1 + confidence) / 2, 0, 1);

/** Intervals of a share that are often used, for comparison with ours. */
export const OTHER_INTERVALS = {
  /** Source: Wilson 1927. */
  wilson(successes: number, trials: number, confidence = 0.95) {
    const z2 = critical(confidence) ** 2;
    const centre = (successes + z2 / 2) / (trials + z2);
    const half = Math.sqrt(z2 * ((successes * (trials - successes)) / trials + z2 / 4)) / (trials + z2);
    return cutToRange({ low: centre - half, high: centre + half }, SHARE);
  },

  /** Source: Agresti & Coull 1998. */
  agrestiCoull(successes: number, trials: number, confidence = 0.95) {
    const z2 = critical(confidence) ** 2;
    const [n, centre] = [trials + z2, (successes + z2 / 2) / (trials + z2)];
    const half = Math.sqrt((z2 * centre * (1 - centre)) / n);
    return cutToRange({ low: centre - half, high: centre + half }, SHARE);
  },

  /** Source: Brown, Cai & DasGupta 2001, equal tails, as statsmodels has it: not moved to 0 and 1 at the ends. */
  jeffreys(successes: number, trials: number, confidence = 0.95) {
    const tail = (1 - confidence) / 2;
    const [a, b] = [successes + 0.5, trials - successes + 0.5];
    return { low: betaQuantile(tail, a, b), high: betaQuantile(1 - tail, a, b) };
  },
} as const;

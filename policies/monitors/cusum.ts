import type { MonitorRecipe } from '../../harness/contract/monitor.ts';
import { checkObservation, checkSettings } from '../monitoring/check-settings.ts';

/**
 * Sums the log-likelihood ratio of degraded against baseline, never below 0, up to h = ln(meanRun).
 *
 * The ratio is that of Bernoulli observations, taken linearly between 0 and 1. Its exponential then has a mean of 1
 * at most for every observation in [0, 1] whose mean is the baseline at most, and from that alone ARL0 ≥ e^h.
 * Source: Page 1954; Lorden 1971.
 */
export const recipe: MonitorRecipe = {
  name: 'cusum',
  summary: 'Cumulative sum of Bernoulli log-likelihood ratios of the degraded mean against the baseline.',
  promise: 'mean-run',
  create(settings) {
    checkSettings(settings);
    const { baseline, degraded, meanRun } = settings;
    const good = Math.log((1 - degraded) / (1 - baseline));
    const bad = Math.log(degraded / baseline);
    const height = Math.log(meanRun);
    let sum = 0;
    let on = false;
    return {
      name: 'cusum',
      get statistic() {
        return sum / height;
      },
      update(value) {
        checkObservation(value);
        sum = Math.max(0, sum + good + value * (bad - good));
        if (sum >= height) on = true;
        return on;
      },
      reset() {
        sum = 0;
        on = false;
      },
    };
  },
};

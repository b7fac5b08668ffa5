import type { MonitorRecipe } from '../../harness/contract/monitor.ts';
import { checkMonitorSettings, checkObservation } from './support/check-settings.ts';
import { heightFor } from './support/height.ts';

/**
 * Sums the log-likelihood ratio of degraded against baseline, never below 0.
 *
 * The ratio is that of Bernoulli observations, taken linearly between 0 and 1. The height is the least that independent
 * zeros and ones of the baseline take `meanRun` to reach, worked out (`heightFor`): ln(meanRun), which is enough for
 * any observations in [0, 1], takes them twenty times as long. Numbers between vary less and take longer still.
 * Source: Page 1954; Lorden 1971 for the bound; Brook & Evans 1972.
 */
export const recipe: MonitorRecipe = {
  name: 'cusum',
  summary: 'Cumulative sum of Bernoulli log-likelihood ratios of the degraded mean against the baseline.',
  promise: 'mean-run',
  create(settings) {
    checkMonitorSettings(settings);
    const { baseline, degraded, meanRun } = settings;
    const good = Math.log((1 - degraded) / (1 - baseline));
    const bad = Math.log(degraded / baseline);
    const height = heightFor({ good, bad, rate: baseline }, meanRun, Math.log(meanRun));
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

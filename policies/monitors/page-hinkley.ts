import type { MonitorRecipe } from '../../harness/contract/monitor.ts';
import { checkMonitorSettings, checkObservation } from './support/check-settings.ts';
import { heightFor } from './support/height.ts';

/** Observations that the given baseline counts for in the running mean. */
const PRIOR_WEIGHT = 200;

/**
 * Sums how far observations lie above their running mean, themselves included, and half the degradation, and compares
 * with the least that the sum has been.
 *
 * The threshold is that of a known mean: the least that independent zeros and ones of the baseline take `meanRun` to
 * reach (`heightFor`). The mean is learned as it runs, which that leaves out: what it keeps of the promise is measured.
 * Slow decay that the mean follows is never found. Source: Page 1954; Hinkley 1971.
 */
export const recipe: MonitorRecipe = {
  name: 'page-hinkley',
  summary: 'Sum of deviations above the running mean and a tolerance, against its least; needs no fixed baseline.',
  promise: 'measured',
  create(settings) {
    checkMonitorSettings(settings);
    const { baseline, degraded, meanRun } = settings;
    const tolerance = (degraded - baseline) / 2;
    const steps = { good: -baseline - tolerance, bad: 1 - baseline - tolerance, rate: baseline };
    const height = heightFor(steps, meanRun, Math.log(meanRun) / exponentOf(baseline, tolerance));
    let sum = 0;
    let least = 0;
    let mean = baseline;
    let weight = PRIOR_WEIGHT;
    let on = false;
    return {
      name: 'page-hinkley',
      get statistic() {
        return (sum - least) / height;
      },
      update(value) {
        checkObservation(value);
        weight++;
        mean += (value - mean) / weight;
        sum += value - mean - tolerance;
        least = Math.min(least, sum);
        if (sum - least >= height) on = true;
        return on;
      },
      reset() {
        sum = 0;
        least = 0;
        mean = baseline;
        weight = PRIOR_WEIGHT;
        on = false;
      },
    };
  },
};

/**
 * The θ > 0 at which E exp(θ(x − mean − tolerance)) is 1 for a Bernoulli x, so that ARL0 ≥ e^{θλ} at a threshold λ. By
 * halving: convex, 0 at 0, falling there.
 */
function exponentOf(mean: number, tolerance: number): number {
  const log = (theta: number) => Math.log(1 - mean + mean * Math.exp(theta)) - theta * (mean + tolerance);
  let high = 1;
  while (log(high) < 0 && high < 512) high *= 2;
  let low = 0;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (log(middle) < 0) low = middle;
    else high = middle;
  }
  // Where the root lies beyond what can be computed, the lower end keeps the promise by a higher threshold.
  return low;
}

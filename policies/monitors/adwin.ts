import type { MonitorRecipe } from '../../harness/contract/monitor.ts';
import { checkMonitorSettings, checkObservation } from './support/check-settings.ts';

/** Buckets of one size before the two oldest are made one. */
const PER_SIZE = 5;
/** Observations on each side of a cut, at least. */
const LEAST = 5;

/** A variance no larger is rounding: the observations are all alike, and no cut among them tells anything. */
const ROUNDING = 1e-12;

/** A run of observations: how many, their sum, and the sum of their squares. */
interface Bucket {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

const NONE: Bucket = { count: 0, sum: 0, squares: 0 };

/**
 * Keeps the longest window whose parts agree: whenever the newer part of it has a mean higher by more than chance
 * allows, the older part is dropped and the alarm goes on.
 *
 * Chance is √(2σ²/m · ln(2 ln n/δ)) with δ = 1/meanRun, the window's variance σ², its length n and the parts' harmonic
 * size m: the published bound without its term for small samples, with which it all but never alarms on rare events.
 * What it keeps of its promise is therefore measured. A part that has become better is dropped without an alarm.
 * Source: Bifet & Gavaldà 2007, with their exponential histogram.
 */
export const recipe: MonitorRecipe = {
  name: 'adwin',
  summary: 'Adaptive window: alarms where a newer part of it is worse than the older; needs no baseline.',
  promise: 'measured',
  create(settings) {
    checkMonitorSettings(settings);
    const delta = 1 / settings.meanRun;
    let buckets: Bucket[] = [];
    let closest = 0;
    let on = false;
    return {
      name: 'adwin',
      get statistic() {
        return closest;
      },
      update(value) {
        checkObservation(value);
        buckets = compress([...buckets, { count: 1, sum: value, squares: value * value }]);
        closest = 0;
        for (let cut = worstCut(buckets, delta); cut !== null; cut = worstCut(buckets, delta)) {
          closest = Math.max(closest, cut.rises ? cut.excess : 0);
          if (cut.excess < 1) break;
          if (cut.rises) on = true;
          buckets = buckets.slice(1);
        }
        return on;
      },
      reset() {
        buckets = [];
        closest = 0;
        on = false;
      },
    };
  },
};

/** Joins the two oldest of a size where there are more than `PER_SIZE` of it. Oldest first, sizes never rising. */
function compress(buckets: Bucket[]): Bucket[] {
  for (let size = 1; ; size *= 2) {
    const first = buckets.findIndex(({ count }) => count === size);
    const same = buckets.filter(({ count }) => count === size).length;
    if (first < 0 || same <= PER_SIZE) return buckets;
    const joined = join(buckets[first] ?? NONE, buckets[first + 1] ?? NONE);
    buckets.splice(first, 2, joined);
  }
}

function join(a: Bucket, b: Bucket): Bucket {
  return { count: a.count + b.count, sum: a.sum + b.sum, squares: a.squares + b.squares };
}

/** The cut whose halves differ most, as a multiple of what chance allows; null where no cut can be looked at. */
function worstCut(buckets: readonly Bucket[], delta: number): { excess: number; rises: boolean } | null {
  const all = buckets.reduce(join, NONE);
  const mean = all.sum / all.count;
  const variance = all.squares / all.count - mean * mean;
  if (variance <= ROUNDING) return null;
  const log = Math.log((2 * Math.log(Math.max(Math.E, all.count))) / delta);
  let old = NONE;
  let worst: { excess: number; rises: boolean } | null = null;
  for (const bucket of buckets) {
    old = join(old, bucket);
    const count = all.count - old.count;
    if (old.count < LEAST || count < LEAST) continue;
    const difference = (all.sum - old.sum) / count - old.sum / old.count;
    const harmonic = 1 / (1 / old.count + 1 / count);
    const allowed = Math.sqrt((2 / harmonic) * variance * log);
    const excess = Math.abs(difference) / allowed;
    if (worst === null || excess > worst.excess) worst = { excess, rises: difference > 0 };
  }
  return worst;
}

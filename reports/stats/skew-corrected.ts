import { cutToRange, type Range } from './range.ts';
import { studentT } from './student-t.ts';

/** How the clusters spread about an estimate. */
export interface ClusterSpread {
  readonly clusters: number;
  /** Standard error of the estimate. */
  readonly error: number;
  /** Third moment of the influences over the cube of their deviation, both divided by their number. */
  readonly skewness: number;
}

/** Fewer clusters than these do not tell their skewness: Student's t alone is then used. */
const LEAST_FOR_SKEWNESS = 10;
/**
 * A sample of a long-tailed distribution is less skewed than the distribution: by how much more it is taken to be.
 * Chosen by simulated coverage.
 */
const UNSEEN_TAIL = 1.2;
/** A spread below this part of the values is rounding. */
const ROUNDING = 1e-12;

/**
 * ClusterSpread of an estimate from the influences of its clusters, which add up to 0; those of clusters that count for
 * nothing are 0. `size` is that of the largest value.
 *
 * Null: fewer than two clusters, or all are alike but for rounding, which tells no spread.
 */
export function spreadOf(influences: ArrayLike<number>, clusters: number, size: number): ClusterSpread | null {
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < influences.length; i++) {
    const value = influences[i] as number;
    squares += value ** 2;
    cubes += value ** 3;
  }
  const error = Math.sqrt((clusters / (clusters - 1)) * squares);
  if (clusters < 2 || !(error > ROUNDING * size)) return null;
  return { clusters, error, skewness: (Math.sqrt(clusters) * cubes) / squares ** 1.5 };
}

/**
 * Ends of a mean's interval within its range: Student's t, corrected for skewness. A long tail to one side, which so few
 * clusters show but in part, makes the plain interval too short on that side. Nulls: the spread is not known.
 *
 * Always holds the estimate. Source: Hall 1992, "On the removal of skewness by transformation", the cubic, which can be
 * inverted.
 */
export function skewCorrected(estimate: number, spread: ClusterSpread | null, range: Range, confidence: number) {
  if (spread === null) return { low: null, high: null };
  const critical = studentT(spread.clusters - 1, confidence);
  const k = skewOf(spread);
  return cutToRange(
    { low: estimate - spread.error * unbend(critical, k), high: estimate - spread.error * unbend(-critical, k) },
    range,
  );
}

/** Student's t of an estimate against a value, so corrected: past the critical value where the interval leaves the value out. */
export function skewCorrectedT(estimate: number, value: number, spread: ClusterSpread): number {
  const t = (estimate - value) / spread.error;
  const k = skewOf(spread);
  return t + (k * t ** 2) / 3 + (k ** 2 * t ** 3) / 27 + k / 6;
}

function skewOf({ clusters, skewness }: ClusterSpread): number {
  return clusters < LEAST_FOR_SKEWNESS ? 0 : (UNSEEN_TAIL * skewness) / Math.sqrt(clusters);
}

/** Inverse of the correction. Below 1e-6 the cube root has no digits left to tell it from t. */
function unbend(t: number, k: number): number {
  return Math.abs(k) < 1e-6 ? t : (3 / k) * (Math.cbrt(1 + k * (t - k / 6)) - 1);
}

import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { medianOf, sumOf } from '../../harness/shared/numbers.ts';

/** Most values for which probabilities are counted; above it the normal distribution is as good. */
const MOST_COUNTED = 60;

interface MannKendall {
  /** Pairs that rise less pairs that fall. Range: ± n(n − 1)/2. */
  readonly s: number;
  /** Probability of so large a sum, of either sign, if every order of the values were as likely. Range: (0, 1]. */
  readonly p: number;
}

/**
 * The Mann-Kendall test: whether values in their order in time tend to rise or to fall, by whatever steps. Exact up to 60
 * values, with ties too: S is what all pairs that are not tied come to, less twice the inversions, and the inversions of
 * a multiset in random order have the Gaussian multinomial as generating function. Above by the normal distribution,
 * with the variance of ties. Of fewer than two values, or of equal ones: 1.
 *
 * Source: Mann 1945; Kendall 1975, "Rank correlation methods", ch. 4; MacMahon 1915, "Combinatory analysis", on inversions.
 */
export function mannKendall(values: readonly number[]): MannKendall {
  const s = sumOf(values, (later, at) => sumOf(values.slice(0, at), (earlier) => Math.sign(later - earlier)));
  if (s === 0) return { s, p: 1 };
  const groups = groupSizes(values);
  if (values.length > MOST_COUNTED) return { s, p: 2 * normalCdf(-Math.abs(s) / deviationOfS(groups), 0, 1) };
  const inversions = inversionsOf(groups);
  const untied = inversions.length - 1;
  const p = sumOf(inversions, (probability, count) => (Math.abs(untied - 2 * count) >= Math.abs(s) ? probability : 0));
  return { s, p: Math.min(1, p) };
}

/** How often each value occurs, the rarest first. */
function groupSizes(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => a - b);
}

/** Standard deviation of S if every order were as likely. Source: Kendall 1975, (4.4). */
function deviationOfS(groups: readonly number[]): number {
  const part = (size: number) => size * (size - 1) * (2 * size + 5);
  return Math.sqrt((part(sumOf(groups)) - sumOf(groups, part)) / 18);
}

/** Probability of each number of inversions of values in random order, of which so many are equal each time. */
function inversionsOf(groups: readonly number[]): number[] {
  let before = 0;
  let probabilities = [1];
  for (const size of groups) {
    const added = inversionsBetween(before, size);
    const joined = new Array<number>(probabilities.length + added.length - 1).fill(0);
    for (let i = 0; i < probabilities.length; i++)
      for (let j = 0; j < added.length; j++) joined[i + j]! += probabilities[i]! * added[j]!;
    probabilities = joined;
    before += size;
  }
  return probabilities;
}

/** The same between so many values of one size and so many of another, by which of the two comes last. */
function inversionsBetween(few: number, many: number): number[] {
  let row: number[][] = Array.from({ length: few + 1 }, () => [1]);
  for (let other = 1; other <= many; other++) {
    const next: number[][] = [[1]];
    for (let one = 1; one <= few; one++) {
      const found = new Array<number>(one * other + 1).fill(0);
      // The last is of the second size: no inversion with it. Or of the first: one with each of the second.
      const [above, left] = [row[one]!, next[one - 1]!];
      for (let count = 0; count < above.length; count++) found[count]! += (above[count]! * other) / (one + other);
      for (let count = 0; count < left.length; count++) found[count + other]! += (left[count]! * one) / (one + other);
      next.push(found);
    }
    row = next;
  }
  return row[few]!;
}

interface TheilSen {
  /** Rise from one value to the next. */
  readonly slope: number;
  /** 95 % interval of the slope. */
  readonly low: number;
  readonly high: number;
  /** Height of the line at the first value. */
  readonly intercept: number;
}

/**
 * The Theil-Sen line through values in their order: its slope is the median of those of all pairs. A few values that lie far
 * off do not move it. The interval runs between two of the slopes, as Kendall's distribution lays them.
 *
 * Throws: of fewer than two values. Source: Theil 1950; Sen 1968.
 */
export function theilSen(values: readonly number[]): TheilSen {
  if (values.length < 2) throw new Error(`${values.length} values have no slope: give two or more.`);
  const slopes = values
    .flatMap((later, j) => values.slice(0, j).map((earlier, i) => (later - earlier) / (j - i)))
    .sort((a, b) => a - b);
  const slope = medianOf(slopes);
  const wide = normalQuantile(0.975, 0, 1) * deviationOfS(groupSizes(values));
  const high = Math.min(halfToEven((slopes.length + wide) / 2), slopes.length - 1);
  const low = Math.max(halfToEven((slopes.length - wide) / 2) - 1, 0);
  const intercept = medianOf(values) - (slope * (values.length - 1)) / 2;
  return { slope, low: slopes[low]!, high: slopes[high]!, intercept };
}

/** The nearest whole number; of two the even one, so that neither side is preferred. */
function halfToEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2) : Math.round(value);
}

interface Pettitt {
  /** How far the two sides lie apart in ranks where they do most: pairs across that fall less pairs that rise, unsigned. */
  readonly k: number;
  /** Place of the first value after the change: the likeliest, whether or not there was one. 0 where all are equal. */
  readonly at: number;
  /** Probability of so large a K if every order of the values were as likely; at most too large. Range: (0, 1]. */
  readonly p: number;
}

/**
 * Pettitt's test for one change point: whether values before some place are larger or smaller than those after it, and
 * where. The p is a bound that is near for small ones; ties make it larger than it need be.
 *
 * Source: Pettitt 1979, "A non-parametric approach to the change-point problem".
 */
export function pettitt(values: readonly number[]): Pettitt {
  const n = values.length;
  let [u, k, at] = [0, 0, 0];
  for (const [place, value] of values.entries()) {
    // A value that passes from the later side to the earlier one changes its pairs with all others.
    u += sumOf(values, (other) => Math.sign(value - other));
    if (Math.abs(u) > k) [k, at] = [Math.abs(u), place + 1];
  }
  return { k, at, p: k === 0 ? 1 : Math.min(1, 2 * Math.exp((-6 * k ** 2) / (n ** 3 + n ** 2))) };
}

import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { sumOf } from '../../harness/shared/numbers.ts';
import type { Interval, Ranged } from './interval.ts';
import type { Comparable } from './judge-family.ts';
import { ANY_NUMBER, cutToRange, RELATIVE, SHARE_DIFFERENCE } from './range.ts';
import type { RatioUnit } from './ratio-estimate.ts';
import { type KeyedSums, pairSums, type SessionSums, sumsByCase, totalsOf } from './session-sums.ts';
import { type ClusterSpread, skewCorrected, skewCorrectedT, spreadOf } from './skew-corrected.ts';
import { beyondStudentT, studentT } from './student-t.ts';
import { imaginedSize, marginOf, type SessionSpread } from './verdict.ts';

export interface PairedDifference extends Comparable {
  readonly low: number | null;
  readonly high: number | null;
  /** Difference over the baseline's ratio; null for shares and where the baseline is not clearly above 0. */
  readonly relative: Relative | null;
  /** Standard error by which it is tested; null where the spread is not known. */
  readonly error: number | null;
  /** Sessions that only one of the arms has, such as those that crashed in the other: they do not count. */
  readonly unpaired: number;
}

/** A relative difference. Null ends: every session changed by the same part, which tells no spread. */
interface Relative extends Ranged {
  readonly estimate: number;
}

/** How a difference is tested against a value. */
interface Tested {
  readonly ends: Interval;
  readonly error: number;
  readonly spread: SessionSpread;
  /** Student's t against a value. */
  readonly against: (value: number) => number;
}

/**
 * Difference of two arms' ratios over the sessions that both have, paired by id, with an interval from the spread of
 * the sessions' linearised differences. Sessions of one case are one cluster. `judge` and `judgeFamily` say what it shows.
 *
 * Times and counts: Student's t, corrected for skewness; no interval where every session differs by the same amount.
 * Shares: Bonett and Price's interval, which imagines one session more each way in which the arms differ. Arms that never
 * differed then keep a width, and fewer than six sessions that differ the same way settle nothing, as in a sign test. The
 * imagined sessions differ by as much as those that do (see `imaginedSize`).
 *
 * Throws: where an arm's ids do not fit its sums. Source: Bonett & Price 2012; Fieller 1954 for `relative`.
 */
export function pairedDifference(
  ours: KeyedSums,
  theirs: KeyedSums,
  unit: RatioUnit,
  better: 'higher' | 'lower' | null,
  confidence = 0.95,
): PairedDifference {
  const paired = pairSums(ours, theirs);
  const [arm, baseline] = [sumsByCase(paired.arm), sumsByCase(paired.baseline)];
  const a = totalsOf(arm);
  const b = totalsOf(baseline);
  const sessions = countEither(arm, baseline);
  const one = a.denominator === 0 ? null : a.numerator / a.denominator;
  const other = b.denominator === 0 ? null : b.numerator / b.denominator;
  const margin = marginOf(unit, other ?? 0);
  const known = { of: sessions, unpaired: paired.unpaired, better, margin };
  const unknown = {
    ...known,
    low: null,
    high: null,
    p: null,
    pWithin: null,
    error: null,
    spread: null,
    relative: null,
  };
  if (one === null || other === null) return { estimate: null, ...unknown };
  const difference = one - other;
  if (sessions < 2) return { estimate: difference, ...unknown };
  const influences = influencesOf(arm, baseline, one, other);
  const tested =
    unit === 'share'
      ? testShares(difference, ownDifferences(arm, baseline, difference, influences), confidence)
      : testMeans(difference, influences, sessions, confidence);
  if (tested === null) return { estimate: difference, ...unknown };
  const { ends, error, spread, against } = tested;
  const p = (value: number) => beyondStudentT(against(value), sessions - 1);
  return {
    estimate: difference,
    ...ends,
    ...known,
    p: p(0),
    pWithin: Math.abs(difference) < margin ? Math.max(p(-margin), p(margin)) : 1,
    error,
    spread,
    relative: unit === 'share' ? null : relativeTo(one, other, influences, sessions, confidence),
  };
}

function counts(arm: SessionSums, baseline: SessionSums, i: number): boolean {
  return (arm.denominators[i] as number) > 0 || (baseline.denominators[i] as number) > 0;
}

function countEither(arm: SessionSums, baseline: SessionSums): number {
  let count = 0;
  for (let i = 0; i < arm.denominators.length; i++) if (counts(arm, baseline, i)) count++;
  return count;
}

/** The sessions' influences (N − R·D)/ΣD on either arm's ratio, and on their difference. */
interface Influences {
  readonly arm: Float64Array;
  readonly baseline: Float64Array;
  readonly difference: Float64Array;
}

function influencesOf(arm: SessionSums, baseline: SessionSums, one: number, other: number): Influences {
  const of = ({ numerators, denominators }: SessionSums, ratio: number) => {
    const all = sumOf(Array.from(denominators));
    return Float64Array.from(
      { length: numerators.length },
      (_, i) => ((numerators[i] as number) - ratio * (denominators[i] as number)) / all,
    );
  };
  const [x, y] = [of(arm, one), of(baseline, other)];
  return { arm: x, baseline: y, difference: x.map((value, i) => value - (y[i] as number)) };
}

/** What each session that counts says of the difference; their mean is the difference. */
function ownDifferences(arm: SessionSums, baseline: SessionSums, difference: number, influences: Influences): number[] {
  const own = Array.from(influences.difference).filter((_, i) => counts(arm, baseline, i));
  return own.map((value) => own.length * value + difference);
}

function testMeans(difference: number, influences: Influences, sessions: number, confidence: number): Tested | null {
  // Arms that agree but for rounding differ by some 1e-16 of their own spread.
  const size = Math.max(Math.abs(difference), Math.sqrt(dot(influences.arm, influences.arm)));
  const spread: ClusterSpread | null = spreadOf(influences.difference, sessions, size);
  if (spread === null) return null;
  const { low, high } = skewCorrected(difference, spread, ANY_NUMBER, confidence);
  return {
    ends: { low: low ?? difference, high: high ?? difference },
    error: spread.error,
    spread: { deviation: spread.error * Math.sqrt(sessions), size: null },
    against: (value) => skewCorrectedT(difference, value, spread),
  };
}

function testShares(difference: number, own: readonly number[], confidence: number): Tested {
  const m = own.length;
  const all = m + 2 * imaginedCount(confidence);
  const shrunk = (difference * m) / all;
  // Second moment of the sessions' differences, with the imagined ones, about the shrunk mean.
  const squares = dot(own, own);
  const sizes = sumOf(own, Math.abs);
  const imagined = imaginedSize(sizes, squares);
  const error = Math.sqrt(((squares + (all - m) * imagined ** 2) / all - shrunk ** 2) / all);
  const half = studentT(m - 1, confidence) * error;
  return {
    ends: cutToRange(
      { low: Math.min(difference, shrunk - half), high: Math.max(difference, shrunk + half) },
      SHARE_DIFFERENCE,
    ),
    error,
    spread: { deviation: Math.sqrt(Math.max(0, squares / m - difference ** 2)), size: sizes / m },
    against: (value) => (shrunk - value) / error,
  };
}

/**
 * How many sessions are imagined each way: one up to 95 %, and a quarter of the squared normal quantile beyond, which is
 * what one is there. Where few were seen to differ, one would be too few farther out. Source: Agresti & Coull 1998 for a share.
 */
function imaginedCount(confidence: number): number {
  return Math.max(1, normalQuantile((1 - confidence) / 2, 0, 1) ** 2 / 4);
}

/** The outer of two intervals: Fieller's, which knows that the baseline is uncertain, and the one that knows of long tails. */
function relativeTo(
  one: number,
  other: number,
  influences: Influences,
  sessions: number,
  confidence: number,
): Relative | null {
  const scale = sessions / (sessions - 1);
  const pair = {
    one,
    other,
    varianceOne: scale * dot(influences.arm, influences.arm),
    varianceOther: scale * dot(influences.baseline, influences.baseline),
    covariance: scale * dot(influences.arm, influences.baseline),
  };
  const ratio = fiellerRatio(pair, studentT(sessions - 1, confidence));
  if (ratio === null) return null;
  const { estimate } = ratio;
  const parts = influences.arm.map((x, i) => (x - (1 + estimate) * (influences.baseline[i] as number)) / other);
  const { low, high } = skewCorrected(estimate, spreadOf(parts, sessions, 1), RELATIVE, confidence);
  if (low === null || high === null) return { estimate, low, high, of: sessions };
  // Both ratios are never negative: an arm can have nothing, and no less.
  const outer = { low: Math.min(low, ratio.low), high: Math.max(high, ratio.high) };
  return { estimate, ...cutToRange(outer, RELATIVE), of: sessions };
}

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] as number) * (other[i] as number);
  return sum;
}

/** Two estimates with their sampling variances and covariance. */
interface EstimatePair {
  readonly one: number;
  readonly other: number;
  readonly varianceOne: number;
  readonly varianceOther: number;
  readonly covariance: number;
}

/**
 * Relative difference one / other − 1 with its interval; `critical` is the critical value, such as Student's t.
 *
 * Null: `other` is not clearly above 0, so that the ratio has no bounded interval. Source: Fieller 1954.
 */
export function fiellerRatio(pair: EstimatePair, critical: number): (Interval & { readonly estimate: number }) | null {
  const { one, other, varianceOne, varianceOther, covariance } = pair;
  if (!(other > 0)) return null;
  const g = (critical ** 2 * varianceOther) / other ** 2;
  if (!(g < 1)) return null;
  const ratio = one / other;
  const slope = varianceOther > 0 ? covariance / varianceOther : 0;
  const centre = (ratio - g * slope) / (1 - g);
  const spread =
    varianceOne - 2 * ratio * covariance + ratio ** 2 * varianceOther - g * (varianceOne - slope * covariance);
  const half = (critical / (other * (1 - g))) * Math.sqrt(Math.max(0, spread));
  return { estimate: ratio - 1, low: centre - half - 1, high: centre + half - 1 };
}

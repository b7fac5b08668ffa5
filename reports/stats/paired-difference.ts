import type { Interval } from './clopper-pearson.ts';
import { fiellerRatio } from './fieller-ratio.ts';
import type { RatioUnit } from './ratio-estimate.ts';
import { type KeyedSums, pairSums, type SessionSums, sumsByCase, totalsOf } from './session-sums.ts';
import { studentT } from './student-t.ts';

export type Verdict = 'better' | 'worse' | 'inconclusive';

export interface PairedDifference {
  /** Arm − baseline; null where one of them has nothing to divide by. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Difference over the baseline's ratio; null for shares and where the baseline is not clearly above 0. */
  readonly relative: { readonly estimate: number; readonly low: number; readonly high: number } | null;
  /** Sessions that both arms have and that count in at least one; those of one case are one. */
  readonly sessions: number;
  /** Sessions that only one of the arms has, such as those that crashed in the other: they do not count. */
  readonly unpaired: number;
  /** `inconclusive`: the interval holds 0, or there is none. */
  readonly verdict: Verdict;
}

/**
 * Difference of two arms' ratios over the sessions that both have, paired by id, with an interval from the spread of
 * the sessions' linearised differences and Student's t. Sessions of one case are one cluster.
 *
 * Shares get one imagined session each way in which the arms disagree altogether: with sessions as
 * trials this is Bonett and Price's adjusted interval. Arms that never differed then keep a width, and
 * fewer than six sessions that differ the same way settle nothing, as in a sign test.
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
  const { unpaired } = paired;
  const unknown = { low: null, high: null, relative: null, sessions, unpaired, verdict: 'inconclusive' as const };
  if (a.denominator === 0 || b.denominator === 0) return { difference: null, ...unknown };
  const one = a.numerator / a.denominator;
  const other = b.numerator / b.denominator;
  const difference = one - other;
  if (sessions < 2) return { difference, ...unknown };
  const moments = jointMoments(arm, baseline, one, other);
  const critical = studentT(sessions - 1, confidence);
  const ends =
    unit === 'share'
      ? shareEnds(difference, moments, sessions, critical)
      : meanEnds(difference, moments, sessions, critical);
  return {
    difference,
    low: ends?.low ?? null,
    high: ends?.high ?? null,
    relative: unit === 'share' || ends === null ? null : relativeTo(one, other, moments, sessions, critical),
    sessions,
    unpaired,
    verdict: verdictOf(ends, better),
  };
}

/** Better or worse where the whole interval lies on one side of 0. */
export function verdictOf(ends: Interval | null, better: 'higher' | 'lower' | null): Verdict {
  if (ends === null || better === null || (ends.low <= 0 && ends.high >= 0)) return 'inconclusive';
  return ends.low > 0 === (better === 'higher') ? 'better' : 'worse';
}

function countEither(arm: SessionSums, baseline: SessionSums): number {
  let count = 0;
  for (let i = 0; i < arm.denominators.length; i++)
    if ((arm.denominators[i] as number) > 0 || (baseline.denominators[i] as number) > 0) count++;
  return count;
}

/** Sums over sessions of squares and products of the influences (N − R·D)/ΣD. */
interface Moments {
  readonly oneOne: number;
  readonly oneOther: number;
  readonly otherOther: number;
}

function jointMoments(arm: SessionSums, baseline: SessionSums, one: number, other: number): Moments {
  const scaleOne = totalsOf(arm).denominator;
  const scaleOther = totalsOf(baseline).denominator;
  let oneOne = 0;
  let oneOther = 0;
  let otherOther = 0;
  for (let i = 0; i < arm.numerators.length; i++) {
    const x = ((arm.numerators[i] as number) - one * (arm.denominators[i] as number)) / scaleOne;
    const y = ((baseline.numerators[i] as number) - other * (baseline.denominators[i] as number)) / scaleOther;
    oneOne += x * x;
    oneOther += x * y;
    otherOther += y * y;
  }
  return { oneOne, oneOther, otherOther };
}

/** Never below 0, where rounding could take it when the arms agree. */
function squaresOf({ oneOne, oneOther, otherOther }: Moments): number {
  const squares = oneOne - 2 * oneOther + otherOther;
  return squares > 1e-15 * (oneOne + otherOther) ? squares : 0;
}

/** Null: every session differs by the same amount, which says nothing about the spread. */
function meanEnds(difference: number, moments: Moments, sessions: number, critical: number): Interval | null {
  const squares = squaresOf(moments);
  if (squares === 0) return null;
  const half = critical * Math.sqrt((sessions / (sessions - 1)) * squares);
  return { low: difference - half, high: difference + half };
}

function shareEnds(difference: number, moments: Moments, sessions: number, critical: number): Interval {
  const m = sessions;
  const shrunk = (difference * m) / (m + 2);
  // Second moment of the sessions' differences, with the two imagined sessions at ±1, about the shrunk mean.
  const spread = (m * m * squaresOf(moments) + m * difference ** 2 + 2) / (m + 2) - shrunk ** 2;
  const half = critical * Math.sqrt(spread / (m + 2));
  return {
    low: Math.max(-1, Math.min(difference, shrunk - half)),
    high: Math.min(1, Math.max(difference, shrunk + half)),
  };
}

function relativeTo(one: number, other: number, moments: Moments, sessions: number, critical: number) {
  const scale = sessions / (sessions - 1);
  const pair = {
    one,
    other,
    varianceOne: scale * moments.oneOne,
    varianceOther: scale * moments.otherOther,
    covariance: scale * moments.oneOther,
  };
  return fiellerRatio(pair, critical);
}

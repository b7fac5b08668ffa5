import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import type { Ranged } from './interval.ts';
import { type PairedDifference, pairedDifference } from './paired-difference.ts';
import type { RatioUnit } from './ratio-estimate.ts';
import type { KeyedSums } from './session-sums.ts';
import { studentT } from './student-t.ts';
import type { Verdict } from './verdict.ts';

/** A difference of two arms at one look of several. */
export interface DifferenceAtLook extends Ranged {
  readonly verdict: Verdict;
  /** Differences within it are equivalent. */
  readonly margin: number;
}

/**
 * Difference of two arms' ratios at a look whose critical value is one of `sequentialCriticals`: the repeated confidence
 * interval, and what it shows. All looks' intervals hold the truth together with the probability that the critical values
 * were made for, so that an interval holds it whenever and for whatever reason one stops, and no verdict of any look is
 * false more often: neither that arms differ, nor that they are equivalent.
 *
 * The estimate is that of all sessions so far: where an extreme one ended the looks it is a little too far out. Null
 * ends: the critical value is infinite, or the spread is not known.
 * Throws: as `pairedDifference`. Source: Jennison & Turnbull 1989; 2000, §9.
 */
export function differenceAtLook(
  ours: KeyedSums,
  theirs: KeyedSums,
  { unit, better }: { readonly unit: RatioUnit; readonly better: 'higher' | 'lower' },
  critical: number,
): DifferenceAtLook {
  const beyond = 2 * normalCdf(-critical, 0, 1);
  const isTested = Number.isFinite(critical);
  const found = pairedDifference(ours, theirs, unit, better, isTested ? 1 - beyond : 0.95);
  const { estimate, of, margin } = found;
  const ends = isTested ? outerEnds(found, unit, beyond) : null;
  if (!ends) return { estimate, low: null, high: null, of, margin, verdict: 'undecided' };
  return { estimate, ...ends, of, margin, verdict: verdictOf(ends, margin, better) };
}

/**
 * The outer of two intervals of a mean: the one that is corrected for skewness, and plain Student's t. The correction is
 * made for 95 %. Farther out it moves an end by much on the word of an estimate, and holds too rarely where tails are long.
 */
function outerEnds({ estimate, low, high, error, of }: PairedDifference, unit: RatioUnit, beyond: number) {
  if (estimate === null || low === null || high === null || error === null) return null;
  if (unit === 'share') return { low, high };
  const half = studentT(of - 1, 1 - beyond) * error;
  return { low: Math.min(low, estimate - half), high: Math.max(high, estimate + half) };
}

function verdictOf(
  { low, high }: { readonly low: number; readonly high: number },
  margin: number,
  better: 'higher' | 'lower',
): Verdict {
  if (low > 0) return better === 'higher' ? 'better' : 'worse';
  if (high < 0) return better === 'lower' ? 'better' : 'worse';
  return low > -margin && high < margin ? 'equivalent' : 'undecided';
}

import { ROUNDING } from './clopper-pearson.ts';
import type { Interval, Ranged } from './interval.ts';
import { midP } from './mid-p.ts';
import { NOT_NEGATIVE } from './range.ts';
import { type SessionSums, sumsByCase, totalsOf } from './session-sums.ts';
import { skewCorrected, spreadOf } from './skew-corrected.ts';
import { studentT } from './student-t.ts';

/** What the ratio is: a share in [0, 1], a time, or a mean count. */
export type RatioUnit = 'share' | 'ms' | 'count';

export interface RatioEstimate extends Ranged {
  /** Sessions with a denominator; those of one case are one. */
  readonly of: number;
  readonly denominator: number;
}

/**
 * Weight of the belief that steps of a session stand or fall together, beside the cube of the sessions that can tell;
 * both chosen by simulated coverage.
 */
const PRIOR_WEIGHT = 0.5;

/**
 * Ratio of sums with an interval clustered by session, or by case where sessions share one.
 *
 * Shares get Korn and Graubard's interval on mid-p: that of a proportion on the effective number of trials, so that it
 * stays in [0, 1] and 0/n and n/n keep a width. Times and counts get Student's t on the linearised variance, corrected
 * for skewness; the low end is cut at 0. The spread of a time that never varies, or that was seen in one session only,
 * is unknown: the ends are then null (`whyNoInterval` says which).
 *
 * Source: Korn & Graubard 1998; Cochran 1977 §6 for the linearised variance of a ratio.
 */
export function ratioEstimate(all: SessionSums, unit: RatioUnit, confidence = 0.95): RatioEstimate {
  const sums = sumsByCase(all);
  const { numerator, denominator, sessions } = totalsOf(sums);
  if (denominator === 0) return { estimate: null, low: null, high: null, of: sessions, denominator };
  const estimate = numerator / denominator;
  const ends =
    unit === 'share' ? shareInterval(sums, estimate, confidence) : meanInterval(sums, estimate, unit, confidence);
  return { estimate, ...ends, of: sessions, denominator };
}

/** A share of sums with its interval, and of how many sessions it is. */
export const shareOf = (sums: SessionSums): Ranged => ratioEstimate(sums, 'share');

/** Variance of a ratio of sums by linearisation: residuals N − R·D, one a session. */
export function linearisedVariance({ numerators, denominators }: SessionSums, ratio: number): number {
  let squares = 0;
  let total = 0;
  let sessions = 0;
  for (let i = 0; i < numerators.length; i++) {
    const d = denominators[i] as number;
    const residual = (numerators[i] as number) - ratio * d;
    squares += residual * residual;
    total += d;
    if (d > 0) sessions++;
  }
  return sessions < 2 ? Number.NaN : (sessions / (sessions - 1)) * (squares / (total * total));
}

function shareInterval(sums: SessionSums, share: number, confidence: number): Interval {
  if (share > 1 + 1e-12) throw new Error(`A share of ${share} is above 1: a numerator exceeds its denominator.`);
  const { denominator, sessions } = totalsOf(sums);
  if (sessions === 1) return midP(Math.min(share, 1), 1, confidence);
  const effective = denominator / designEffect(sums, share);
  const correction = denominator > 1 ? studentT(denominator - 1, confidence) / studentT(sessions - 1, confidence) : 1;
  const trials = Math.min(denominator, effective * correction ** 2);
  return midP(Math.min(share * trials, trials), trials, confidence);
}

/**
 * How many times the variance exceeds that of independent trials. Seen in few sessions, an event says
 * little on how it clusters: the effect is then drawn towards full dependence within sessions, which
 * is also what it is where the event was never (or always) seen.
 */
function designEffect(sums: SessionSums, share: number): number {
  const { numerators, denominators } = sums;
  let squares = 0;
  let total = 0;
  let some = 0;
  let notAll = 0;
  for (let i = 0; i < numerators.length; i++) {
    const n = numerators[i] as number;
    const d = denominators[i] as number;
    squares += d * d;
    total += d;
    if (n > 0) some++;
    if (n < d) notAll++;
  }
  const full = squares / total;
  const informative = Math.min(some, notAll);
  const alone = share * (1 - share);
  // A share that is 0 or 1 but for rounding has no spread to compare with.
  if (informative === 0 || alone < ROUNDING) return full;
  const seen = linearisedVariance(sums, share) / (alone / total);
  const weight = informative ** 3;
  return Math.max(1, (weight * seen + PRIOR_WEIGHT * full) / (weight + PRIOR_WEIGHT));
}

function meanInterval(sums: SessionSums, mean: number, unit: RatioUnit, confidence: number) {
  const { denominator, sessions } = totalsOf(sums);
  // Nothing counted in so much exposure: the exact bound of a Poisson count, per session to allow for clustering.
  if (unit === 'count' && mean === 0)
    return { low: 0, high: -Math.log((1 - confidence) / 2) / Math.min(sessions, denominator) };
  const { numerators, denominators } = sums;
  const influences = Float64Array.from(
    { length: numerators.length },
    (_, i) => ((numerators[i] as number) - mean * (denominators[i] as number)) / denominator,
  );
  return skewCorrected(mean, spreadOf(influences, sessions, mean), NOT_NEGATIVE, confidence);
}

/** Why an estimate has no interval, for readers; null where it has one. */
export function whyNoInterval({ estimate, low, of }: RatioEstimate): string | null {
  if (estimate === null) return 'nothing to divide by';
  if (low !== null) return null;
  return of < 2 ? 'one session tells no spread' : 'all sessions are alike, which tells no spread';
}

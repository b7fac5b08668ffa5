import { clopperPearson } from './clopper-pearson.ts';
import { CONFIDENCE, type Interval } from './interval.ts';

export interface AcceptanceCount {
  readonly accepted: number;
  readonly reviewed: number;
  /** P(reject | right). */
  readonly alpha: number;
  /** P(accept | wrong). */
  readonly beta: number;
}

/** True precision behind a noisy acceptance rate. */
export interface TruePrecision extends Interval {
  /** May lie outside [0, 1] by chance; the interval is cut to it. */
  readonly estimate: number;
  readonly standardError: number;
}

/**
 * Recovers the share of right suggestions from operators' answers whose error rates are known.
 *
 * Null where nothing was reviewed, or where α + β ≥ 1: answers then say nothing, or the reverse. The interval is
 * Clopper-Pearson's for the acceptance rate, carried over. Source: Rogan & Gladen 1978.
 */
export function roganGladen(count: AcceptanceCount, level = CONFIDENCE): TruePrecision | null {
  const { accepted, reviewed, alpha, beta } = count;
  const information = 1 - alpha - beta;
  if (reviewed === 0 || information <= 0) return null;
  const rate = accepted / reviewed;
  const correct = (q: number) => (q - beta) / information;
  const { low, high } = clopperPearson(accepted, reviewed, level);
  const cut = (p: number) => Math.max(0, Math.min(1, p));
  return {
    estimate: correct(rate),
    standardError: Math.sqrt((rate * (1 - rate)) / reviewed) / information,
    low: cut(correct(low)),
    high: cut(correct(high)),
  };
}

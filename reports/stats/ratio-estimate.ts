import { clopperPearson } from './clopper-pearson.ts';
import { CONFIDENCE, type Interval } from './interval.ts';
import { covariance, type Linearised, linearise, type SessionSums } from './linearise.ts';
import { studentT } from './student-t.ts';

/** `share`: every numerator lies within its denominator. `mean`: anything else that is summed. */
export type RatioKind = 'share' | 'mean';

/** A ratio of sums with its interval, clustered by session. */
export interface RatioEstimate {
  /** Null where there is nothing to divide by. */
  readonly estimate: number | null;
  /** Null where there is no estimate, or one session only of a mean. */
  readonly low: number | null;
  readonly high: number | null;
  readonly sessions: number;
  readonly denominator: number;
}

/**
 * Estimates ΣN/ΣD with an interval that takes sessions, not steps, as independent.
 *
 * A share gets a Clopper-Pearson interval on its effective sample size, so that 0 of n and n of n have honest
 * widths; a mean gets a t interval on its linearised variance, cut at 0 where no numerator is negative.
 * Source: Korn & Graubard 1998 (shares); Cochran 1977, §6 (means).
 */
export function ratioEstimate(sums: SessionSums, kind: RatioKind, level = CONFIDENCE): RatioEstimate {
  const line = linearise(sums);
  const { ratio, sessions, denominator } = line;
  if (ratio === null) return { estimate: null, low: null, high: null, sessions, denominator };
  const bounds = kind === 'share' ? shareInterval(line, level) : meanInterval(line, sums, level);
  return { estimate: ratio, low: bounds?.low ?? null, high: bounds?.high ?? null, sessions, denominator };
}

/** Interval of a linearised share. Throws: where the ratio is not in [0, 1]. */
function shareInterval(line: Linearised, level: number): Interval {
  const size = effectiveSize(line, level);
  const share = line.ratio ?? 0;
  const { low, high } = clopperPearson(share * size, size, level);
  return { low: Math.min(low, share), high: Math.max(high, share) };
}

/**
 * How many independent trials the sessions are worth. Where all trials agree, nothing tells how alike the steps of
 * one session are: the worst case then counts each session once, as if its steps stood or fell together.
 */
function effectiveSize({ ratio, sessions, denominator, influence }: Linearised, level: number): number {
  const share = ratio ?? 0;
  const variance = covariance(influence, influence, sessions);
  if (variance === null) return Math.min(1, denominator);
  if (share <= 0 || share >= 1) return Math.min(sessions, denominator);
  const size = variance > 0 ? Math.min(denominator, (share * (1 - share)) / variance) : denominator;
  const p = (1 + level) / 2;
  const correction = denominator > 1 ? studentT(p, denominator - 1) / studentT(p, sessions - 1) : 1;
  return size * Math.min(1, correction) ** 2;
}

function meanInterval(line: Linearised, { numerators }: SessionSums, level: number): Interval | null {
  const variance = covariance(line.influence, line.influence, line.sessions);
  if (variance === null || line.ratio === null) return null;
  const half = studentT((1 + level) / 2, line.sessions - 1) * Math.sqrt(variance);
  let negative = false;
  for (let i = 0; i < numerators.length && !negative; i++) negative = numerators[i]! < 0;
  const low = line.ratio - half;
  return { low: negative ? low : Math.max(0, low), high: line.ratio + half };
}

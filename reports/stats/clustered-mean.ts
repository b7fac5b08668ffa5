import { sumOf } from '../../harness/shared/numbers.ts';
import type { Ranged } from './interval.ts';
import { pairedDifference } from './paired-difference.ts';
import type { Range } from './range.ts';
import { ratioEstimate } from './ratio-estimate.ts';
import { skewCorrected, spreadOf } from './skew-corrected.ts';

/** One value of a session, and how many values it stands for. */
export interface ClusteredValue {
  readonly session: string;
  readonly value: number;
  readonly weight: number;
}

export interface ClusteredMean extends Ranged {
  readonly of: number;
  /** How many values it is the mean of, without weights. */
  readonly values: number;
}

/**
 * Weighted mean of values within a range, with an interval clustered by session. Of shares it is `ratioEstimate`'s, of
 * values from −1 to 1 `pairedDifference`'s; of others Student's t on the linearised variance of the ratio of sums,
 * corrected for skewness and cut to the range. Null ends: fewer than two sessions or, of values without two bounds, all
 * sessions alike.
 *
 * Throws: where a value or weight is not finite, a weight not positive, or a value outside the range.
 * Source: Cochran 1977 §6.
 */
export function clusteredMean(values: readonly ClusteredValue[], range: Range, confidence = 0.95): ClusteredMean {
  const sums = new Map<string, { above: number; below: number; weight: number }>();
  let largest = 0;
  for (const { session, value, weight } of values) {
    if (!(Number.isFinite(value) && weight > 0 && Number.isFinite(weight)))
      throw new Error(`Session "${session}" gives the value ${value} of weight ${weight}: a mean needs finite ones.`);
    if (value < range.least || value > range.most)
      throw new Error(`Session "${session}" gives ${value}, which is not within ${range.least} to ${range.most}.`);
    const sum = sums.get(session) ?? { above: 0, below: 0, weight: 0 };
    sum[value < 0 ? 'below' : 'above'] += weight * Math.abs(value);
    sum.weight += weight;
    largest = Math.max(largest, Math.abs(value));
    sums.set(session, sum);
  }
  const known = { of: sums.size, values: values.length };
  if (values.length === 0) return { ...known, estimate: null, low: null, high: null };
  // Weights of mean 1: what a few values stand for makes no more of them.
  const scale = values.length / sumOf(sums.values(), ({ weight }) => weight);
  const above = [...sums.values()].map((sum) => scale * sum.above);
  const below = [...sums.values()].map((sum) => scale * sum.below);
  const weights = [...sums.values()].map(({ weight }) => scale * weight);
  if (range.least === 0 && range.most === 1) {
    const { estimate, low, high } = ratioEstimate({ numerators: above, denominators: weights }, 'share', confidence);
    return { ...known, estimate, low, high };
  }
  if (range.least === -1 && range.most === 1) {
    const sessions = [...sums.keys()];
    const { estimate, low, high } = pairedDifference(
      { sessions, numerators: above, denominators: weights },
      { sessions, numerators: below, denominators: weights },
      'share',
      null,
      confidence,
    );
    return { ...known, estimate, low, high };
  }
  return { ...unbounded(above, below, weights, largest, range, confidence), ...known };
}

function unbounded(
  above: readonly number[],
  below: readonly number[],
  weights: readonly number[],
  largest: number,
  range: Range,
  confidence: number,
): Ranged {
  const totals = above.map((value, i) => value - (below[i] as number));
  const all = sumOf(weights);
  const estimate = sumOf(totals) / all;
  const influences = totals.map((total, i) => (total - estimate * (weights[i] as number)) / all);
  return { estimate, ...skewCorrected(estimate, spreadOf(influences, weights.length, largest), range, confidence) };
}

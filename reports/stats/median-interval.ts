import { quantile } from '../../harness/shared/numbers.ts';

export interface MedianInterval {
  readonly estimate: number | null;
  /** Null: too few values for any interval of this confidence. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The median of independent draws with an interval between two of them that covers the true median at least as often as
 * the confidence says, whatever their distribution. Needs six draws for 95 %.
 * Throws: where the confidence is not in (0, 1). Source: order statistics and the sign test; David & Nagaraja 2003 §7.1.
 */
export function medianInterval(values: readonly number[], confidence = 0.95): MedianInterval {
  if (!(confidence > 0 && confidence < 1)) throw new Error(`The confidence must lie in (0, 1); it is ${confidence}.`);
  if (values.length === 0) return { estimate: null, low: null, high: null };
  const sorted = [...values].sort((a, b) => a - b);
  const outside = drawsOutside(sorted.length, (1 - confidence) / 2);
  return {
    estimate: quantile(sorted, 0.5),
    low: sorted[outside - 1] ?? null,
    high: outside > 0 ? (sorted[sorted.length - outside] ?? null) : null,
  };
}

/** The most draws that may be left out on one side, the last of them being the bound: P(fewer than these lie there) ≤ p. */
function drawsOutside(draws: number, p: number): number {
  let probability = 0.5 ** draws;
  let below = probability;
  let count = 0;
  while (below <= p) {
    count++;
    probability *= (draws - count + 1) / count;
    below += probability;
  }
  return count;
}

import type { ScoredOutcome } from './scored-outcome.ts';

/**
 * Probability that a right proposal scores above a wrong one; ties count half.
 *
 * Null: all are right, or all wrong. Source: Mann & Whitney 1947, by mid-ranks.
 */
export function auroc(outcomes: readonly ScoredOutcome[]): number | null {
  const sorted = [...outcomes].sort((a, b) => a.score - b.score);
  let ranks = 0;
  let right = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to++;
    const midRank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++)
      if (sorted[i]?.right) {
        ranks += midRank;
        right++;
      }
    from = to;
  }
  const wrong = sorted.length - right;
  return right === 0 || wrong === 0 ? null : (ranks - (right * (right + 1)) / 2) / (right * wrong);
}

import type { ScoredProposals } from './risk-coverage.ts';

/**
 * Probability that a right proposal scores above a wrong one, ties counted half.
 *
 * Range: [0, 1]; null unless there are right and wrong ones. Source: Mann & Whitney 1947.
 */
export function auroc({ scores, right }: ScoredProposals): number | null {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let [positives, negatives, wins] = [0, 0, 0];
  for (let from = 0; from < order.length; ) {
    let [to, tiedRight] = [from, 0];
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) {
      if (right[order[to]!]) tiedRight++;
      to++;
    }
    const tiedWrong = to - from - tiedRight;
    wins += tiedRight * (negatives + tiedWrong / 2);
    positives += tiedRight;
    negatives += tiedWrong;
    from = to;
  }
  return positives > 0 && negatives > 0 ? wins / (positives * negatives) : null;
}

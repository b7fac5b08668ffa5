import type { ScoredProposals } from './risk-coverage.ts';

/** Mean squared distance of score and truth. Range: [0, 1]; null where nothing was scored. Source: Brier 1950. */
export function brier({ scores, right }: ScoredProposals): number | null {
  if (scores.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += (scores[i]! - right[i]!) ** 2;
  return sum / scores.length;
}

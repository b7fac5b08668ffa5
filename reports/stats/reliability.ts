import type { ScoredProposals } from './risk-coverage.ts';

/** Scored proposals and what operators answered. */
export interface AnsweredProposals extends ScoredProposals {
  /** 1 accepted, 0 rejected, NaN where no operator was asked. */
  readonly accepted: ArrayLike<number>;
}

/** Proposals of about equal score. */
export interface ReliabilityBin {
  /** Mean score. */
  readonly score: number;
  /** Share that is right. */
  readonly right: number;
  /** Share that operators accepted, of those that they saw; null where they saw none. */
  readonly accepted: number | null;
  readonly proposals: number;
}

/**
 * Bins of equal mass over the score, lowest first. Equal scores stay in one bin, so that the bins do not
 * depend on the order of the proposals; there may be fewer bins than asked for.
 */
export function reliabilityBins(proposals: AnsweredProposals, bins = 10): ReliabilityBin[] {
  const { scores } = proposals;
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  const found: ReliabilityBin[] = [];
  let from = 0;
  for (let bin = 1; bin <= bins; bin++) {
    let to = Math.max(from, Math.round((bin * order.length) / bins));
    while (to > from && to < order.length && scores[order[to]!] === scores[order[to - 1]!]) to++;
    if (to > from) found.push(summarise(order.slice(from, to), proposals));
    from = to;
  }
  return found;
}

function summarise(members: readonly number[], { scores, right, accepted }: AnsweredProposals): ReliabilityBin {
  let [score, rights, accepts, answers] = [0, 0, 0, 0];
  for (const at of members) {
    score += scores[at]!;
    rights += right[at]!;
    const answer = accepted[at]!;
    if (Number.isNaN(answer)) continue;
    answers++;
    accepts += answer;
  }
  const count = members.length;
  return {
    score: score / count,
    right: rights / count,
    accepted: answers > 0 ? accepts / answers : null,
    proposals: count,
  };
}

/** Expected calibration error: mean distance of score and share right, by the bins' mass. Null without bins. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number | null {
  const total = bins.reduce((sum, { proposals }) => sum + proposals, 0);
  if (total === 0) return null;
  return bins.reduce((sum, { score, right, proposals }) => sum + proposals * Math.abs(score - right), 0) / total;
}

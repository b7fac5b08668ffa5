import { sumOf } from '../../harness/shared/numbers.ts';
import type { ScoredOutcome } from './scored-outcome.ts';

/** Proposals of neighbouring scores. */
export interface ReliabilityBin<T extends ScoredOutcome = ScoredOutcome> {
  /** Mean score. */
  readonly score: number;
  /** Share that was right. */
  readonly right: number;
  readonly members: readonly T[];
}

/** Bins of as equal size as whole proposals allow, by score; equal scores are never parted. */
export function reliabilityBins<T extends ScoredOutcome>(outcomes: readonly T[], count = 10): ReliabilityBin<T>[] {
  if (!(Number.isInteger(count) && count > 0))
    throw new Error(`${count} is no number of bins: give a whole one from 1 up.`);
  const sorted = [...outcomes].sort((a, b) => a.score - b.score);
  const bins: ReliabilityBin<T>[] = [];
  for (let from = 0, bin = 1; from < sorted.length; bin++) {
    let to = Math.max(from + 1, Math.round((bin * sorted.length) / count));
    while (to < sorted.length && sorted[to]?.score === sorted[to - 1]?.score) to++;
    if (bin >= count) to = sorted.length;
    const members = sorted.slice(from, to);
    bins.push({
      score: sumOf(members, ({ score }) => score) / members.length,
      right: members.filter(({ right }) => right).length / members.length,
      members,
    });
    from = to;
  }
  return bins;
}

/**
 * Expected calibration error: mean |score − share right| over bins, by their size. Null: no proposals.
 * Source: Naeini et al. 2015, with bins of equal mass.
 */
export function calibrationError(bins: readonly ReliabilityBin[]): number | null {
  const all = sumOf(bins, ({ members }) => members.length);
  if (all === 0) return null;
  return sumOf(bins, (bin) => bin.members.length * Math.abs(bin.score - bin.right)) / all;
}

/** Mean squared distance of score and outcome. Null: no proposals. Source: Brier 1950. */
export function brierScore(outcomes: readonly ScoredOutcome[]): number | null {
  if (outcomes.length === 0) return null;
  return sumOf(outcomes, ({ score, right }) => (score - (right ? 1 : 0)) ** 2) / outcomes.length;
}

import type { Ranged } from '../../../reports/figures/schema.ts';
import { linearisedVariance, ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import { type SessionSums, sumsByCase } from '../../../reports/stats/session-sums.ts';

/** Normal quantile of a 95 % interval. */
const NORMAL = 1.959964;

/**
 * A share with an interval clustered by session; of several groups, the unweighted mean of their shares. The groups'
 * sessions are independent of one another, so that their variances add up; which tasks there are is taken as given.
 */
export function meanShare(groups: readonly SessionSums[]): Ranged {
  const [only] = groups;
  if (!only) return { estimate: null, low: null, high: null };
  if (groups.length === 1) {
    const { estimate, low, high } = ratioEstimate(only, 'share');
    return { estimate, low, high };
  }
  const shares = groups.map((sums) => ratioEstimate(sums, 'share').estimate);
  if (shares.some((share) => share === null)) return { estimate: null, low: null, high: null };
  const known = shares as number[];
  const estimate = known.reduce((sum, share) => sum + share, 0) / known.length;
  const variance =
    groups.reduce((sum, sums, i) => sum + linearisedVariance(sumsByCase(sums), known[i] ?? 0), 0) / known.length ** 2;
  if (!Number.isFinite(variance)) return { estimate, low: null, high: null };
  const half = NORMAL * Math.sqrt(variance);
  return { estimate, low: Math.max(0, estimate - half), high: Math.min(1, estimate + half) };
}

/** The unweighted mean of independent estimates; their intervals are taken as normal ones. */
export function meanOfRanges(ranges: readonly Ranged[]): Ranged {
  const [only] = ranges;
  if (!only || ranges.some(({ estimate }) => estimate === null)) return { estimate: null, low: null, high: null };
  if (ranges.length === 1) return only;
  const estimate = ranges.reduce((sum, range) => sum + (range.estimate ?? 0), 0) / ranges.length;
  if (ranges.some(({ low, high }) => low === null || high === null)) return { estimate, low: null, high: null };
  const squares = ranges.reduce((sum, { low, high }) => sum + (((high ?? 0) - (low ?? 0)) / 2) ** 2, 0);
  const half = Math.sqrt(squares) / ranges.length;
  return { estimate, low: Math.max(0, estimate - half), high: Math.min(1, estimate + half) };
}

import { quantile } from '../../../harness/shared/numbers.ts';

/** Logs hold whole seconds: half of one stands for what they call 0. */
export const SHORTEST_MS = 500;
/** Times beyond this quantile count as this quantile: the operator was away. */
const LONGEST_QUANTILE = 0.999;

/** No act takes longer, whatever the log says: the operator was away, or the clock was wrong. */
export const LONGEST_ACT_MS = 3_600_000;

/** Logged times as a model is fitted to them, in the order in which they came. Throws: on an empty sample. */
export function clipTimes(times: readonly number[]): number[] {
  const longestMs = Math.min(Math.max(quantile(times, LONGEST_QUANTILE), SHORTEST_MS), LONGEST_ACT_MS);
  return times.map((ms) => Math.min(Math.max(ms, SHORTEST_MS), longestMs));
}

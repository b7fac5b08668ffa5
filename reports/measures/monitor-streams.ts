import type { Rng } from '../../harness/contract/rng.ts';

/** Observations of zeros and ones around a mean, and how they depart from what a monitor takes for granted. */
export interface MonitorStream {
  readonly name: string;
  /** A stream of its own: the next observation at each call. */
  draw(rng: Rng, mean: () => number): () => number;
}

const CLUSTER = 5;
/** Correlation of two observations of one cluster. */
const WITHIN = 0.3;
/** How many times the mean that a monitor was set to the true one is, where it was set wrongly. */
const OFF = 1.3;

const once = (rng: Rng, mean: number): number => (rng.next() < mean ? 1 : 0);

/** What monitors promise holds for the first; what becomes of it under the others can only be measured. */
export const MONITOR_STREAMS: readonly MonitorStream[] = [
  { name: 'independent', draw: (rng, mean) => () => once(rng, mean()) },
  {
    name: `clusters of ${CLUSTER}, correlation ${WITHIN}`,
    draw(rng, mean) {
      let left = 0;
      let common = 0;
      return () => {
        if (left === 0) [left, common] = [CLUSTER, once(rng, mean())];
        left--;
        // Two that both follow the cluster are equal, and others independent.
        return rng.next() < Math.sqrt(WITHIN) ? common : once(rng, mean());
      };
    },
  },
  { name: `mean ${OFF} times the baseline`, draw: (rng, mean) => () => once(rng, Math.min(1, OFF * mean())) },
];

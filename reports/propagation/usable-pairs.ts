import { caseOfTrace } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import type { ClusteredValue } from '../stats/clustered-mean.ts';

/** Pairs of which the desk failed in neither episode: only these say anything. */
export function usablePairs(pairs: readonly TwinPair[]): readonly TwinPair[] {
  return pairs.filter(({ run, twin }) => run.end !== 'crashed' && twin.end !== 'crashed');
}

/** One value for each pair that says anything, ready to be averaged by session; null leaves a pair out. */
export function valuesOf(pairs: readonly TwinPair[], value: (pair: TwinPair) => number | null): ClusteredValue[] {
  return usablePairs(pairs).flatMap((pair) => {
    const known = value(pair);
    return known === null ? [] : [{ session: caseOfTrace(pair.run), value: known, weight: pair.weight }];
  });
}

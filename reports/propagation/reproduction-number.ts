import type { Trace } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import { type ClusteredMean, clusteredMean } from '../stats/clustered-mean.ts';
import { valuesOf } from './usable-pairs.ts';

/** Further errors after this one that its twin does not make; below 0 where the twin makes more. */
export function furtherErrors({ run, twin, error }: TwinPair): number {
  return errorsAfter(run, error) - errorsAfter(twin, error);
}

/**
 * Mean number of further errors that an error brings about, clustered by session. Not cut at 0: by chance, or because
 * an error ends the case early, the twin may err more often. Source: REFERENCE "reproduction number".
 */
export function reproductionNumber(pairs: readonly TwinPair[], confidence?: number): ClusteredMean {
  return clusteredMean(valuesOf(pairs, furtherErrors), confidence);
}

function errorsAfter({ steps }: Trace, step: number): number {
  return steps.filter(({ index, closed }) => index > step && closed?.right === false).length;
}

import type { TwinPair } from '../../harness/contract/twin.ts';
import { type ClusteredMean, clusteredMean } from '../stats/clustered-mean.ts';
import { NOT_NEGATIVE } from '../stats/range.ts';
import { blastOf } from './blast-radius.ts';
import { valuesOf } from './usable-pairs.ts';

/**
 * Errors in the end state for each error made: fields, commitments, false statements and a wrong ending that the
 * twin has not. Above 1 a case multiplies errors, below 1 it swallows them. Source: docs/propagation.md.
 */
export function amplification(pairs: readonly TwinPair[], confidence?: number): ClusteredMean {
  return clusteredMean(
    valuesOf(pairs, (pair) => {
      const { fields, commitments, misled, ending } = blastOf(pair);
      return fields + commitments + misled + ending;
    }),
    NOT_NEGATIVE,
    confidence,
  );
}

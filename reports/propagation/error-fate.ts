import type { TwinPair } from '../../harness/contract/twin.ts';
import { type ClusteredMean, clusteredMean } from '../stats/clustered-mean.ts';
import { SHARE } from '../stats/range.ts';
import { blastOf, endOf } from './blast-radius.ts';
import { valuesOf } from './usable-pairs.ts';

/** All fates, the mildest first. Every error has one of them. */
const ERROR_FATES = ['harmless', 'goal reached, another end', 'goal missed, as by the twin', 'goal lost'] as const;

/**
 * What an error came to in the end. Harmless: the run reached the goal all the same, and in the end nothing differs from
 * the twin, no field, final act, false statement or ending. Goal lost: only the twin reached it.
 */
export type ErrorFate = (typeof ERROR_FATES)[number];

/** The fate of one error. Throws: where one of the two ends is unknown. */
export function fateOf(pair: Pick<TwinPair, 'run' | 'twin'>): ErrorFate {
  const { fields, commitments, misled, ending } = blastOf(pair);
  if (!endOf(pair.run).goalReached) return endOf(pair.twin).goalReached ? 'goal lost' : 'goal missed, as by the twin';
  return fields + commitments + misled + ending === 0 ? 'harmless' : 'goal reached, another end';
}

/** Share of errors that were harmless, clustered by session. */
export function harmlessShare(pairs: readonly TwinPair[], confidence?: number): ClusteredMean {
  return clusteredMean(
    valuesOf(pairs, (pair) => (fateOf(pair) === 'harmless' ? 1 : 0)),
    SHARE,
    confidence,
  );
}

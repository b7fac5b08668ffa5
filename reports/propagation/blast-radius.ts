import type { TwinPair } from '../../harness/contract/twin.ts';
import type { CaseEnd } from '../../harness/contract/world.ts';
import { type ClusteredMean, clusteredMean } from '../stats/clustered-mean.ts';
import { NOT_NEGATIVE, type Range, SHARE, SHARE_DIFFERENCE } from '../stats/range.ts';
import { valuesOf } from './usable-pairs.ts';

/** In what the case's end differs from that of its twin. */
type Blast = ReturnType<typeof blastOf>;

/** The blast of one error. Throws: where one of the two ends is unknown. */
export function blastOf({ run, twin }: Pick<TwinPair, 'run' | 'twin'>) {
  const [one, other] = [endOf(run), endOf(twin)];
  const names = new Set([...Object.keys(one.fields), ...Object.keys(other.fields)]);
  return {
    /** Case fields that hold another value, or that only one of the two has. */
    fields: [...names].filter((name) => one.fields[name] !== other.fields[name]).length,
    /** Final acts that only one of the two did, each as often as it was done. */
    commitments: only(one.commitments, other.commitments) + only(other.commitments, one.commitments),
    /** False statements that only the run made, not the twin. */
    misled: only(one.misled, other.misled),
    /** 1 where the case ended in another way. */
    ending: one.how === other.how ? 0 : 1,
    /** 1 where only the twin reached the goal, −1 where only the run did. */
    goalLost: Number(other.goalReached) - Number(one.goalReached),
  };
}

/** How many of the first list's items the second lacks, repetition counted. */
function only(items: readonly string[], others: readonly string[]): number {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).length;
}

/** How a case stood at the end. Throws: where that is unknown, as in open loop. */
export function endOf({ session, outcome }: TwinPair['run']): CaseEnd {
  if (!outcome) throw new Error(`Session "${session}" has no known end: only closed-loop episodes can be compared.`);
  return outcome;
}

export type BlastRadius = { readonly [K in keyof Blast]: ClusteredMean };

/** Mean blast of an error, part by part, clustered by session. Source: REFERENCE "blast radius". */
export function blastRadius(pairs: readonly TwinPair[], confidence?: number): BlastRadius {
  const of = (part: keyof Blast, range: Range) =>
    clusteredMean(
      valuesOf(pairs, (pair) => blastOf(pair)[part]),
      range,
      confidence,
    );
  return {
    fields: of('fields', NOT_NEGATIVE),
    commitments: of('commitments', NOT_NEGATIVE),
    misled: of('misled', NOT_NEGATIVE),
    ending: of('ending', SHARE),
    goalLost: of('goalLost', SHARE_DIFFERENCE),
  };
}

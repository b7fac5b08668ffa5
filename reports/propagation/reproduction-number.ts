import type { Trace, TraceStep } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import { type ClusteredMean, clusteredMean } from '../stats/clustered-mean.ts';
import { ANY_NUMBER } from '../stats/range.ts';
import { valuesOf } from './usable-pairs.ts';

/** Further errors after this one that its twin does not make; below 0 where the twin makes more. */
export function furtherErrors(pair: TwinPair): number {
  const { seeming, fresh } = furtherParts(pair);
  return seeming + fresh;
}

/** Further errors, told apart by whether they were right as the case looked. Each is run less twin, and may lie below 0. */
export interface FurtherParts {
  /** Errors that were right as the case looked, to somebody who takes what is amiss in it for sound. */
  readonly seeming: number;
  /** Errors that were wrong as the case looked, too. */
  readonly fresh: number;
}

/** The further errors of one error, in parts that add up to them. */
export function furtherParts({ run, twin, error }: TwinPair): FurtherParts {
  const more = (counts: (step: TraceStep) => boolean) =>
    errorsAfter(run, error).filter(counts).length - errorsAfter(twin, error).filter(counts).length;
  return { seeming: more((step) => seemedRight(step)), fresh: more((step) => !seemedRight(step)) };
}

/**
 * Mean number of further errors that an error brings about, clustered by session. Not cut at 0: by chance, or because
 * an error ends the case early, the twin may err more often. Source: REFERENCE "reproduction number".
 */
export function reproductionNumber(pairs: readonly TwinPair[], confidence?: number): ClusteredMean {
  return clusteredMean(valuesOf(pairs, furtherErrors), ANY_NUMBER, confidence);
}

export type ReproductionParts = { readonly [K in keyof FurtherParts]: ClusteredMean };

/** The two parts of the reproduction number; their estimates add up to it. */
export function reproductionParts(pairs: readonly TwinPair[], confidence?: number): ReproductionParts {
  const of = (part: keyof FurtherParts) =>
    clusteredMean(
      valuesOf(pairs, (pair) => furtherParts(pair)[part]),
      ANY_NUMBER,
      confidence,
    );
  return { seeming: of('seeming'), fresh: of('fresh') };
}

const seemedRight = ({ closed }: TraceStep) => closed?.deceivedBy != null;

function errorsAfter({ steps }: Trace, step: number): TraceStep[] {
  return steps.filter(({ index, closed }) => index > step && closed?.right === false);
}

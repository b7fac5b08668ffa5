import type { Trace } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import { type ClusteredMean, clusteredMean } from '../stats/clustered-mean.ts';
import { NOT_NEGATIVE, type Range, SHARE } from '../stats/range.ts';
import { blastOf } from './blast-radius.ts';
import { valuesOf } from './usable-pairs.ts';

/** How long an error kept the case from where it would have been without it. */
export interface Depth {
  /** Steps after the error until the case stood where its twin stands at or after that step; to the run's end where it never did. */
  readonly steps: number;
  /** Whether the two never met again: then the damage lasts beyond the end. */
  readonly censored: boolean;
}

/** The depth of one error. 0: the very next step was taken in a case as the twin knows it. */
export function depthOf({ run, error, twin }: TwinPair): Depth {
  const passed = new Set(twin.steps.slice(error).map(conditionOf));
  const after = run.steps.slice(error + 1);
  const met = after.findIndex((step) => passed.has(conditionOf(step)));
  if (met >= 0) return { steps: met, censored: false };
  const { fields, commitments, misled, ending } = blastOf({ run, twin });
  return { steps: after.length, censored: fields + commitments + misled + ending > 0 };
}

export interface PropagationDepth {
  /** Mean depth of the errors whose case met its twin again. */
  readonly healed: ClusteredMean;
  /** Share of errors whose case did not. */
  readonly never: ClusteredMean;
  /** Mean steps taken in a case other than the twin's, the censored ones counted to the run's end: a lower bound. */
  readonly contaminated: ClusteredMean;
}

/** Depth over many errors, clustered by session. Source: docs/propagation.md; conditions as the world names them. */
export function propagationDepth(pairs: readonly TwinPair[], confidence?: number): PropagationDepth {
  const depths = new Map(pairs.map((pair) => [pair, depthOf(pair)]));
  const of = (value: (depth: Depth) => number | null, range: Range) =>
    clusteredMean(
      valuesOf(pairs, (pair) => value(depths.get(pair) as Depth)),
      range,
      confidence,
    );
  return {
    healed: of(({ steps, censored }) => (censored ? null : steps), NOT_NEGATIVE),
    never: of(({ censored }) => (censored ? 1 : 0), SHARE),
    contaminated: of(({ steps }) => steps, NOT_NEGATIVE),
  };
}

function conditionOf(step: Trace['steps'][number]): string {
  if (!step.closed) throw new Error(`Step ${step.index} has no condition: twins are compared in closed loop only.`);
  return step.closed.condition;
}

import { caseOfTrace, type Trace } from '../../harness/contract/trace.ts';
import { type ClusteredMean, type ClusteredValue, clusteredMean } from '../stats/clustered-mean.ts';
import { NOT_NEGATIVE, type Range, SHARE } from '../stats/range.ts';

export interface DetectionDelay {
  /** Share of errors that a later step put right; an error that leaves nothing to be put right counts as never. */
  readonly repaired: ClusteredMean;
  /** Mean steps from an error to its repair, of those repaired; the next step is 1. */
  readonly delay: ClusteredMean;
  /** Mean steps that errors went unrepaired, those never repaired counted to the end: a lower bound. */
  readonly waited: ClusteredMean;
}

/** How long errors stand until somebody puts them right, clustered by session. Source: REFERENCE "detection delay". */
export function detectionDelay(traces: readonly Trace[], confidence?: number): DetectionDelay {
  const errors = traces.flatMap(delaysOf);
  const of = (value: (error: Delay) => number | null, range: Range) => {
    const values = errors.flatMap((error): ClusteredValue[] => {
      const known = value(error);
      return known === null ? [] : [{ session: error.session, value: known, weight: 1 }];
    });
    return clusteredMean(values, range, confidence);
  };
  return {
    repaired: of(({ repairedAfter }) => (repairedAfter === null ? 0 : 1), SHARE),
    delay: of(({ repairedAfter }) => repairedAfter, NOT_NEGATIVE),
    waited: of(({ repairedAfter, left }) => repairedAfter ?? left, NOT_NEGATIVE),
  };
}

interface Delay {
  readonly session: string;
  /** Steps from the error to its repair; null where there was none. */
  readonly repairedAfter: number | null;
  /** Steps from the error to the last one. */
  readonly left: number;
}

function delaysOf(trace: Trace): Delay[] {
  const { steps } = trace;
  const repairs = new Map<number, number>();
  for (const { index, closed } of steps) for (const error of closed?.repaired ?? []) repairs.set(error, index);
  return steps
    .filter(({ closed }) => closed?.right === false)
    .map(({ index }) => {
      const at = repairs.get(index);
      return {
        session: caseOfTrace(trace),
        repairedAfter: at === undefined ? null : at - index,
        left: steps.length - 1 - index,
      };
    });
}

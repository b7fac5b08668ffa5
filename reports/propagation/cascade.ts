import { caseOfTrace, type Trace } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import { clusteredMean } from '../stats/clustered-mean.ts';
import { ANY_NUMBER, type Range, SHARE } from '../stats/range.ts';
import { depthOf } from './propagation-depth.ts';
import { usablePairs } from './usable-pairs.ts';

/** How far an error has come so many steps after it. */
export type CascadePoint = ReturnType<typeof cascade>[number];

/** Follows errors step by step, up to so many steps after them. Intervals are clustered by session. */
export function cascade(pairs: readonly TwinPair[], steps: readonly number[]) {
  const usable = usablePairs(pairs).map((pair) => ({ ...pair, depth: depthOf(pair) }));
  return steps.map((at) => {
    const mean = (value: (pair: (typeof usable)[number]) => number, range: Range) =>
      clusteredMean(
        usable.map((pair) => ({ session: caseOfTrace(pair.run), value: value(pair), weight: pair.weight })),
        range,
      );
    return {
      steps: at,
      /** Further errors up to there, less those of the twin. */
      further: mean(
        ({ run, twin, error }) => errorsBetween(run, error, at) - errorsBetween(twin, error, at),
        ANY_NUMBER,
      ),
      /** Share of errors whose case is not where the twin was, that long after; a case that ended otherwise than its twin stays so. */
      contaminated: mean(({ depth }) => (at === 0 || depth.censored || at <= depth.steps ? 1 : 0), SHARE),
    };
  });
}

function errorsBetween({ steps }: Trace, error: number, within: number): number {
  return steps.slice(error + 1, error + 1 + within).filter(({ closed }) => closed?.right === false).length;
}

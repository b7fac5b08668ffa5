import { caseOfTrace, type Trace } from '../../harness/contract/trace.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import { type ClusteredMean, clusteredMean } from '../stats/clustered-mean.ts';
import { ANY_NUMBER } from '../stats/range.ts';

/** The episodes of one cell and its operators' noise, such as α, β or a factor on all rates. */
export interface NoiseLevel {
  readonly noise: number;
  readonly traces: readonly Trace[];
}

/** Whether a case missed its goal: 1 or 0; null where the desk failed. */
function missedGoal({ outcome }: Trace): number | null {
  return outcome ? Number(!outcome.goalReached) : null;
}

/**
 * How much the end-state error rises with operators' noise: the least-squares slope over cells. The slope is the
 * mean of each session's own slope, so that its interval is clustered by session and pairs the cells; sessions that
 * some cell lacks are left out.
 * Throws: where a cell has a session twice, or all cells have the same noise. Source: REFERENCE "noise gain".
 */
export function noiseGain(
  levels: readonly NoiseLevel[],
  endError: (trace: Trace) => number | null = missedGoal,
  confidence?: number,
): ClusteredMean {
  const mean = sumOf(levels, ({ noise }) => noise) / levels.length;
  const spread = sumOf(levels, ({ noise }) => (noise - mean) ** 2);
  if (!(spread > 0)) throw new Error('A slope over noise needs cells of at least two noise levels.');
  const slopes = new Map<string, { slope: number; cells: number }>();
  for (const { noise, traces } of levels)
    for (const [session, error] of errorsBySession(traces, endError)) {
      const { slope, cells } = slopes.get(session) ?? { slope: 0, cells: 0 };
      slopes.set(session, { slope: slope + ((noise - mean) / spread) * error, cells: cells + 1 });
    }
  const cases = new Map(levels.flatMap(({ traces }) => traces.map((trace) => [trace.session, caseOfTrace(trace)])));
  const whole = [...slopes].filter(([, { cells }]) => cells === levels.length);
  return clusteredMean(
    whole.map(([session, { slope }]) => ({ session: cases.get(session) ?? session, value: slope, weight: 1 })),
    ANY_NUMBER,
    confidence,
  );
}

function errorsBySession(traces: readonly Trace[], endError: (trace: Trace) => number | null): Map<string, number> {
  const errors = new Map<string, number>();
  for (const trace of traces) {
    if (errors.has(trace.session)) throw new Error(`Session "${trace.session}" is twice in one cell.`);
    const error = endError(trace);
    if (error !== null) errors.set(trace.session, error);
  }
  return errors;
}

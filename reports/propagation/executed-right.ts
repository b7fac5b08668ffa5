import { caseOfTrace, type Trace, type TraceStep } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import type { Ranged } from '../figures/schema.ts';
import { ratioEstimate } from '../stats/ratio-estimate.ts';
import { isFirst } from './measure-errors.ts';
import { usablePairs } from './usable-pairs.ts';

/**
 * Share of right actions among those that ran without an operator, clustered by session, by what the case had been
 * through. Null where nothing ran by itself.
 */
export function executedRight(traces: readonly Trace[], pairs: readonly TwinPair[]) {
  const firsts = usablePairs(pairs).filter(isFirst);
  const after = (trace: Trace, error: number) => trace.steps.slice(error + 1);
  return {
    /** Up to the session's first error, that one included: what a gate that is set on sound cases knows. */
    before: shareRight(traces, ({ steps, divergedAt }) => steps.slice(0, (divergedAt ?? steps.length) + 1)),
    /** After the first error. */
    after: shareRight(
      firsts.map(({ run }) => run),
      (run, at) => after(run, firsts[at]!.error),
    ),
    /** After the same step in the twins, where the error was not made: hard cases are hard without it, too. */
    instead: shareRight(
      firsts.map(({ twin }) => twin),
      (twin, at) => after(twin, firsts[at]!.error),
    ),
  };
}

function shareRight(traces: readonly Trace[], stepsOf: (trace: Trace, at: number) => readonly TraceStep[]): Ranged {
  const executed = traces.map((trace, at) => stepsOf(trace, at).filter(({ decision }) => decision === 'execute'));
  const numerators = executed.map((steps) => steps.filter(({ closed }) => closed?.right).length);
  const denominators = executed.map(({ length }) => length);
  return ratioEstimate({ numerators, denominators, cases: traces.map(caseOfTrace) }, 'share');
}

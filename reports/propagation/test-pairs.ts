import type { Trace, TraceStep } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import type { CaseEnd } from '../../harness/contract/world.ts';
import { executed, RIGHT, trace, WRONG_VALUE } from '../metrics/support/test-traces.ts';

/** Hand-made episodes in closed loop for tests. */
const GOOD_END: CaseEnd = { how: 'resolved', goalReached: true, fields: {}, commitments: [], misled: [] };

/** An episode written as the conditions it passes, a wrong step marked by `!`, by `?` where it looked right: `a b! c?`. */
export function closedTrace(path: string, end: Partial<CaseEnd> = {}, over: Partial<Trace> = {}): Trace {
  const steps = path.split(' ').filter(Boolean).map(stepOf);
  return trace(steps, { loop: 'closed', outcome: { ...GOOD_END, ...end }, ...over });
}

function stepOf(word: string): TraceStep {
  const right = !/[!?]$/.test(word);
  const closed = {
    condition: word.replace(/[!?]$/, ''),
    suggestionRight: right,
    right,
    cause: right ? null : ('policy passed by gate' as const),
    deceivedBy: word.endsWith('?') ? ('earlier error' as const) : null,
    repaired: [],
  };
  return { ...executed(right ? RIGHT : WRONG_VALUE), closed };
}

/** An error at this step, by default the first wrong one, and its twin. */
export function pairOf(run: Trace, twin: Trace, over: Partial<TwinPair> = {}): TwinPair {
  const error = run.steps.findIndex(({ closed }) => !closed?.right);
  return { run, twin, error, weight: 1, ...over };
}

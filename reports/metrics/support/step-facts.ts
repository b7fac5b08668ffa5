import { sameAction } from '../../../harness/contract/action.ts';
import type { Trace, TraceStep } from '../../../harness/contract/trace.ts';
import type { CaseEnd } from '../../../harness/contract/world.ts';

/** Whether the policy was asked at this step: it is wherever the screen was looked at. */
export function wasAsked(step: TraceStep): boolean {
  return step.screenHash !== null || step.suggestion !== null;
}

/** Whether the step ran without the operator. */
export function wasExecuted(step: TraceStep): boolean {
  return step.decision === 'execute';
}

/** Whether the suggestion is the right action, in closed loop one of them; a step without a suggestion has no right one. */
export function suggestedRight(step: TraceStep): boolean {
  const judged = step.closed ?? step.logged;
  if (judged) return judged.suggestionRight === true;
  // A trace of an earlier version does not say: it is compared without the catalog.
  return step.suggestion !== null && sameAction(step.suggestion, step.reference);
}

/** Whether what was decided, by whomever, is the right action, in closed loop one of them. */
export function chosenRight(step: TraceStep): boolean {
  return (step.closed ?? step.logged)?.right ?? sameAction(step.chosen, step.reference);
}

/** Whether the step carries a critical suggestion: what the critic and the gate decide on. */
export function suggestedCritical(step: TraceStep): boolean {
  return step.critical && step.suggestion !== null;
}

/** How many of the steps something holds for. */
export function countSteps(trace: Trace, holds: (step: TraceStep) => boolean): number {
  let count = 0;
  for (const step of trace.steps) if (holds(step)) count++;
  return count;
}

/** A share of steps: those that `counts` among those in `among`. */
export function shareOfSteps(
  trace: Trace,
  among: (step: TraceStep) => boolean,
  counts: (step: TraceStep) => boolean,
): { numerator: number; denominator: number } {
  let numerator = 0;
  let denominator = 0;
  for (const step of trace.steps) {
    if (!among(step)) continue;
    denominator++;
    if (counts(step)) numerator++;
  }
  return { numerator, denominator };
}

/** A share of sessions: a session without steps counts for nothing. */
export function shareOfSessions(trace: Trace, holds: boolean): { numerator: number; denominator: number } {
  if (trace.steps.length === 0) return { numerator: 0, denominator: 0 };
  return { numerator: holds ? 1 : 0, denominator: 1 };
}

/** A share of the sessions whose end is known: in closed loop, where the desk did not fail. */
export function shareOfEnds(
  trace: Trace,
  holds: (end: CaseEnd) => boolean,
): { numerator: number; denominator: number } {
  if (!trace.outcome || trace.steps.length === 0) return { numerator: 0, denominator: 0 };
  return { numerator: holds(trace.outcome) ? 1 : 0, denominator: 1 };
}

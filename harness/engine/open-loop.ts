import type { Action } from '../contract/action.ts';
import type { Arrival, CaseOpening } from '../contract/environment.ts';
import type { Truth } from '../contract/operator.ts';
import type { Session, Step } from '../contract/session.ts';

/**
 * What the log makes of the world: whatever was decided, the customer, the knowledge base and the next
 * screen follow the logged session. Every function takes the session and a step's index.
 */

/** What the desk is told of a session: never its steps, outcome or goal. */
export function caseOpening(session: Session): CaseOpening {
  return { id: session.id, case: session.case, offered: session.offered, opened: session.opened };
}

/** The logged step. Throws: where the session has none of that index. */
export function loggedStep(session: Session, index: number): Step {
  const step = session.steps[index];
  if (!step) throw new Error(`Session "${session.id}" has no step ${index}: it has ${session.steps.length}.`);
  return step;
}

/** The truth of a step in open loop: the logged action, and nothing else, is right. */
export function sessionTruth(session: Session, index: number): Truth {
  return { acceptable: [loggedStep(session, index).action] };
}

const NOTHING: readonly Arrival[] = [];

/** What reaches the desk between the step before and this one: its result first, then the messages. */
export function arrivalsBefore(session: Session, index: number): readonly Arrival[] {
  const result = session.steps[index - 1]?.result ?? null;
  const { arrivals } = loggedStep(session, index);
  if (result === null && arrivals.length === 0) return NOTHING;
  const messages = arrivals.map(({ text }): Arrival => ({ kind: 'message', text }));
  return result === null ? messages : [{ kind: 'result', result }, ...messages];
}

/** Whether the case is over once this action was performed. */
export function endsCase(action: Action): boolean {
  return action.kind === 'close' || action.kind === 'transfer';
}

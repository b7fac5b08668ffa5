import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import { IllegalActionError } from '../../../harness/contract/environment.ts';

/** The error for an action that the screen does not offer, the same words from every way into the desk. */
export function illegalAction(caseId: string, action: Action, number: number, reason: string): IllegalActionError {
  return new IllegalActionError(
    `Case "${caseId}", action ${number} (${actionTarget(action)}) is not possible: ${reason}.`,
  );
}

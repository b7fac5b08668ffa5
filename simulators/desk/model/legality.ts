import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { IllegalActionError } from '../../../harness/contract/environment.ts';
import { submitControlId } from '../../../harness/contract/join-ids.ts';
import { fits, illegalReason } from '../../../harness/contract/legal.ts';
import { SCREEN_RESULTS } from '../../../harness/contract/screen.ts';
import { type DeskState, screenOf } from './desk-state.ts';

/**
 * Why the desk does not offer the action, null where it does: the contract's `illegalReason`, answered
 * from the view's look-up tables where the action is legal.
 */
export function deskIllegalReason(action: Action, state: DeskState): string | null {
  return quicklyLegal(action, state) ? null : illegalReason(action, screenOf(state));
}

function quicklyLegal(action: Action, state: DeskState): boolean {
  if (state.status !== 'open') return false;
  const { byId } = state.view;
  switch (action.kind) {
    case 'select_procedure':
      return byId.has(`procedure:${action.procedure}`);
    case 'click_control':
      return action.control.startsWith('button:') ? byId.has(action.control) : shownResult(action.control, state);
    case 'send_text':
      return byId.has(action.reply === null ? 'compose' : `reply:${action.reply}`);
    case 'transfer':
      return offers(byId.get('transfer'), action.queue);
    case 'close':
      return offers(byId.get('close'), action.resolution);
    case 'submit_form':
      return byId.has(submitControlId(action.form, action.button)) && goodValues(action, state);
  }
}

function offers(control: Control | undefined, option: string): boolean {
  return control?.options.includes(option) ?? false;
}

function shownResult(id: string, state: DeskState): boolean {
  for (let n = Math.max(0, state.resultCount - SCREEN_RESULTS); n < state.resultCount; n++)
    if (id === `result:${n}`) return true;
  return false;
}

function goodValues(action: Extract<Action, { kind: 'submit_form' }>, state: DeskState): boolean {
  const fields = state.view.fields.get(action.form);
  if (!fields) return false;
  for (const [id, value] of Object.entries(action.values)) {
    const field = fields.get(id);
    if (!field || !fits(field, value)) return false;
  }
  for (const [id, field] of fields) if (field.required && !Object.hasOwn(action.values, id)) return false;
  return true;
}

/** The error for an action that the screen does not offer, the same words from every way into the desk. */
export function illegalAction(caseId: string, action: Action, number: number, reason: string): IllegalActionError {
  return new IllegalActionError(
    `Case "${caseId}", action ${number} (${actionTarget(action)}) is not possible: ${reason}.`,
  );
}

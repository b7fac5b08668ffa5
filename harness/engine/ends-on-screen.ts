import type { Action } from '../contract/action.ts';
import { replyRole } from '../contract/reply-role.ts';
import type { Screen } from '../contract/screen.ts';
import { endsCase } from './open-loop.ts';

/** Whether an action ends the case as far as a screen tells: where it offers no ending, saying goodbye does. */
export function endsOnScreen(action: Action, { controls }: Pick<Screen, 'controls'>): boolean {
  if (endsCase(action)) return true;
  if (controls.some(({ kind, enabled }) => enabled && (kind === 'close' || kind === 'transfer'))) return false;
  return action.kind === 'send_text' && replyRole(action.text) === 'farewell';
}

import { unfilledSlots } from '../../../harness/contract/reply-template.ts';
import { targetOf } from './target-of.ts';

/**
 * Puts the cursor into a text control. Where the text has a slot that nobody filled, the first one is
 * selected, so that typing fills it in; else all of it is.
 */
export function focusText(id: string, text: string): void {
  const control = document.getElementById(id);
  if (!(control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement)) return;
  control.focus();
  const [slot] = unfilledSlots(text);
  if (slot) control.setSelectionRange(slot.at, slot.at + slot.text.length);
  else control.select();
}

/** Selects the next unfilled slot after the cursor; false where there is none. */
export function selectNextSlot(control: HTMLTextAreaElement): boolean {
  const next = unfilledSlots(control.value).find(({ at }) => at >= control.selectionEnd);
  if (!next) return false;
  control.setSelectionRange(next.at, next.at + next.text.length);
  return true;
}

/** Puts the focus on a control of the screen: a field, its first option, a button. */
export function focusControl(id: string): void {
  const element = document.querySelector(`[data-control="${CSS.escape(id)}"]`);
  const target = element && targetOf(element);
  if (target instanceof HTMLElement) target.focus();
}

/**
 * Puts the cursor into a text control. Where the text has a `{slot}`, the first one is selected, so
 * that typing fills it in; else all of it is.
 */
export function focusText(id: string, text: string): void {
  const control = document.getElementById(id);
  if (!(control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement)) return;
  control.focus();
  const slot = /\{[^{}]+\}/.exec(text);
  if (slot) control.setSelectionRange(slot.index, slot.index + slot[0].length);
  else control.select();
}

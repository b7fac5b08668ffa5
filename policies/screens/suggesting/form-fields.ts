import type { Control } from '../../../harness/contract/control.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

// Keyed by the list itself: the screens of a procedure share their controls.
const known = new WeakMap<Screen['controls'], ReadonlyMap<string, readonly Control[]>>();

const NONE: readonly Control[] = [];

/** The fields of a form on the screen. */
export function formFields({ controls }: Screen, form: string): readonly Control[] {
  let forms = known.get(controls);
  if (!forms) {
    forms = byForm(controls);
    known.set(controls, forms);
  }
  return forms.get(form) ?? NONE;
}

function byForm(controls: Screen['controls']): Map<string, Control[]> {
  const forms = new Map<string, Control[]>();
  for (const control of controls) {
    if (control.form === null || control.kind === 'submit') continue;
    const fields = forms.get(control.form);
    if (fields) fields.push(control);
    else forms.set(control.form, [control]);
  }
  return forms;
}

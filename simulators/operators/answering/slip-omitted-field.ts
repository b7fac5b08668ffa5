import type { Action } from '../../../harness/contract/action.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

/** Slips of memory: a form submitted with one field left empty that need not be filled. */
export function omittedFields(right: Action, screen: Screen): Action[] {
  if (right.kind !== 'submit_form') return [];
  const required = new Set(
    screen.controls
      .filter((control) => control.form === right.form && control.required)
      .map((control) => control.target),
  );
  return Object.keys(right.values)
    .filter((field) => !required.has(field))
    .map((field) => {
      const { [field]: _, ...values } = right.values;
      return { ...right, values };
    });
}

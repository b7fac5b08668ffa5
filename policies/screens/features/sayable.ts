import type { FormValues } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { perObject } from '../../../harness/contract/remember.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

/** What the last word of a field's name asks of its values. */
const ASKED: readonly { readonly named: RegExp; readonly value: RegExp }[] = [
  { named: /(?:number|nummer|phone|telefon|post ?code|zip|iban|serial|(?:^|[ _])(?:no|nr))\.?$/iu, value: /\d/u },
  { named: /e-?mail(?:[ _]address)?$/iu, value: /@/u },
];

/**
 * Those of a form's values that a message may say. A number without a digit or an address without an @ would tell the
 * customer nonsense, such as "I can not find my mistake": it leaves the slot a hole, and holes are not sent.
 */
export function sayable(values: FormValues, screen: Screen): FormValues {
  const fields = fieldsOf(screen.controls);
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const field = fields.get(name);
      return field === undefined || suits(field, value);
    }),
  );
}

// By the list itself: the screens of a procedure share their controls.
const fieldsOf = perObject(
  (controls: Screen['controls']): ReadonlyMap<string, Control> =>
    new Map(controls.map((control) => [control.target, control])),
);

function suits({ target, label }: Control, value: string): boolean {
  return ASKED.every(
    ({ named, value: form }) => form.test(value) || ![target, label.trim()].some((name) => named.test(name)),
  );
}

import type { Control } from '../../../harness/contract/control.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

/** The fields of a form on the screen. */
export function formFields(screen: Screen, form: string): Control[] {
  return screen.controls.filter((control) => control.form === form && control.kind !== 'submit');
}

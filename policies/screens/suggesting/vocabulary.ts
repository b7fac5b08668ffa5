import type { Control } from '../../../harness/contract/control.ts';
import { joinIds } from '../../../harness/contract/join-ids.ts';
import type { Example } from '../../../harness/contract/policy.ts';
import { perObject } from '../../../harness/contract/remember.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

/** Values often given to open fields, by procedure, form and field; the most frequent first. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>;

const MOST_VALUES = 16;
const FEWEST_SESSIONS = 3;

/** Key of a field on a screen in a vocabulary: fields of two procedures are two fields, whatever they are called. */
export function vocabularyKey(screen: Screen, { form, target }: Pick<Control, 'form' | 'target'>): string {
  return joinIds(' ', screen.procedure?.id ?? '', form ?? '', target);
}

/**
 * The values that sessions gave to fields without options, so that a field which nobody speaks of can be filled.
 * A value that fewer than three sessions gave is left out: it belongs to a customer, not to the field.
 */
export function learnVocabulary(examples: readonly Example[]): Vocabulary {
  const sessions = new Map<string, Map<string, Set<string>>>();
  for (const { screen, action, session } of examples) {
    if (action.kind !== 'submit_form') continue;
    for (const field of formFields(screen, action.form)) {
      const value = action.values[field.target];
      if (value === undefined || field.options.length > 0 || field.kind === 'checkbox') continue;
      const key = vocabularyKey(screen, field);
      const values = sessions.get(key) ?? new Map<string, Set<string>>();
      sessions.set(key, values.set(value, (values.get(value) ?? new Set()).add(session)));
    }
  }
  return Object.fromEntries(
    [...sessions].flatMap(([key, values]) => {
      const common = [...values]
        .filter(([, from]) => from.size >= FEWEST_SESSIONS)
        .sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))
        .slice(0, MOST_VALUES)
        .map(([value]) => value);
      return common.length > 0 ? [[key, common]] : [];
    }),
  );
}

const NONE: readonly Control[] = [];

/** The fields of a form on the screen. */
export function formFields({ controls }: Screen, form: string): readonly Control[] {
  return byForm(controls).get(form) ?? NONE;
}

// By the list itself: the screens of a procedure share their controls.
const byForm = perObject((controls: Screen['controls']) => {
  const forms = new Map<string, Control[]>();
  for (const control of controls) {
    if (control.form === null || control.kind === 'submit') continue;
    const fields = forms.get(control.form);
    if (fields) fields.push(control);
    else forms.set(control.form, [control]);
  }
  return forms;
});

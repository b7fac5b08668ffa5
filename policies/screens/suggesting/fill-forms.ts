import type { FormValues } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { type ValueCandidate, valueCandidates } from '../features/value-candidates.ts';
import { formFields, type Vocabulary, vocabularyKey } from './vocabulary.ts';

/** A field to be filled and what it may take. */
export interface Blank {
  readonly screen: Screen;
  readonly field: Control;
  readonly values: readonly ValueCandidate[];
}

/** One score per value of each blank. */
export type ScoreValues = (blanks: readonly Blank[]) => Promise<Float32Array[]>;

/** The fields of a form on a screen, with what each may take. */
export function blanksOf(screen: Screen, form: string, vocabulary: Vocabulary): Blank[] {
  return formFields(screen, form).map((field) => {
    const common = vocabulary[vocabularyKey(screen, field)];
    return { screen, field, values: valueCandidates(field, screen, common) };
  });
}

/** A form as it would be filled in. */
export interface FilledForm {
  /** Null where a required field stays empty. */
  readonly values: FormValues | null;
  /** What is rather known than not, whatever the form requires. */
  readonly known: FormValues;
}

/** Fills forms, all in one pass: by form of each screen. */
export async function fillForms(
  wanted: readonly { readonly screen: Screen; readonly forms: readonly string[] }[],
  vocabulary: Vocabulary,
  score: ScoreValues,
): Promise<Map<string, FilledForm>[]> {
  const blanks = wanted.map(({ screen, forms }) => forms.map((form) => blanksOf(screen, form, vocabulary)));
  const scored = await score(blanks.flat(2));
  let next = 0;
  return wanted.map(({ forms }, at) => {
    const filled = forms.map((form, which): [string, FilledForm] => {
      const own = blanks[at]![which]!.map((blank) => ({ blank, scores: scored[next++]! }));
      const fields = own.map(({ blank }) => blank.field);
      const chosen = own.map(({ blank, scores }) => best(blank, scores, blank.field.required));
      const likely = own.map(({ blank, scores }) => best(blank, scores, false));
      const lacks = chosen.some((value, place) => value === null && fields[place]!.required);
      return [form, { values: lacks ? null : given(fields, chosen), known: given(fields, likely) }];
    });
    return new Map(filled);
  });
}

function given(fields: readonly Control[], values: readonly (string | null)[]): FormValues {
  const filled = values.flatMap((value, place) => (value === null ? [] : [[fields[place]!.target, value]]));
  return Object.fromEntries(filled) as FormValues;
}

/** The best value; where the field must not stay empty, the best that is one. */
function best({ values }: Blank, scores: Float32Array, required: boolean): string | null {
  let top = -1;
  for (const [index, { value }] of values.entries())
    if (!(required && value === null) && (top < 0 || scores[index]! > scores[top]!)) top = index;
  return values[top]?.value ?? null;
}

import type { FormValues } from '../../harness/contract/action.ts';
import type { Control } from '../../harness/contract/control.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import { type ValueCandidate, valueCandidates } from '../features/value-candidates.ts';
import { formFields } from './form-fields.ts';
import { type Vocabulary, vocabularyKey } from './vocabulary.ts';

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

/** Fills forms, all in one pass: the values by form of each screen, null where a required field stays empty. */
export async function fillForms(
  wanted: readonly { readonly screen: Screen; readonly forms: readonly string[] }[],
  vocabulary: Vocabulary,
  score: ScoreValues,
): Promise<Map<string, FormValues | null>[]> {
  const blanks = wanted.map(({ screen, forms }) => forms.map((form) => blanksOf(screen, form, vocabulary)));
  const scored = await score(blanks.flat(2));
  let next = 0;
  return wanted.map(({ forms }, at) => {
    const filled = forms.map((form, which): [string, FormValues | null] => {
      const fields = blanks[at]![which]!;
      const chosen = fields.map(({ field, values }) => choose(field, values, scored[next++]!));
      if (chosen.some((value, place) => value === null && fields[place]!.field.required)) return [form, null];
      const given = chosen.flatMap((value, place) => (value === null ? [] : [[fields[place]!.field.target, value]]));
      return [form, Object.fromEntries(given) as FormValues];
    });
    return new Map(filled);
  });
}

/** The best value; a required field takes the best that is not empty. */
function choose({ required }: Control, values: readonly ValueCandidate[], scores: Float32Array): string | null {
  let best = -1;
  for (const [index, { value }] of values.entries())
    if (!(required && value === null) && (best < 0 || scores[index]! > scores[best]!)) best = index;
  return values[best]?.value ?? null;
}

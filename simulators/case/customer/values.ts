import type { CasePlan } from '../../../harness/contract/case-plan.ts';
import { type Catalog, findProcedure } from '../../../harness/contract/catalog.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { drawOne } from '../../../harness/contract/draws.ts';
import { fits } from '../../../harness/contract/legal.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import { comparableText, mentions } from '../../../harness/contract/text.ts';

/** A field that a value is to go into. */
export type ValueField = Pick<Control, 'kind' | 'options'>;

/**
 * Another value that all these fields can hold, such as a customer would give by mistake or on second thoughts;
 * null where there is none.
 */
export function otherValue(value: string, fields: readonly ValueField[], rng: Rng): string | null {
  const options = fields.find((field) => field.options.length > 0)?.options;
  const candidates = (options ?? [...withOtherDigit(value), ...withSwappedLetters(value)]).filter(
    (other) => comparableText(other) !== comparableText(value) && fields.every((field) => fits(field, other)),
  );
  return candidates.length === 0 ? null : drawOne(candidates, rng);
}

function withOtherDigit(value: string): string[] {
  const characters = [...value];
  return characters.flatMap((character, at) =>
    /\d/.test(character)
      ? [1, 3, 7].map((more) => characters.with(at, String((Number(character) + more) % 10)).join(''))
      : [],
  );
}

/** Only where there are no digits to get wrong. */
function withSwappedLetters(value: string): string[] {
  const characters = [...value];
  if (/\d/.test(value)) return [];
  return characters.flatMap((character, at) => {
    const next = characters[at + 1];
    if (next === undefined || !/\p{L}/u.test(character) || !/\p{L}/u.test(next)) return [];
    return [characters.toSpliced(at, 2, next.toLowerCase(), character.toLowerCase()).join('')];
  });
}

/** A value that the customer has given, and the fields that it still has to go into. */
export interface GivenValue {
  readonly value: string;
  readonly fields: readonly ValueField[];
}

/** The first fact that a text gives and that some step, of those still to be done, fills in; null where there is none. */
export function givenValue(
  text: string,
  plan: CasePlan,
  catalog: Catalog,
  ahead: (at: number) => boolean,
): GivenValue | null {
  for (const value of Object.values(plan.facts)) {
    if (!mentions(text, value)) continue;
    const fields = fieldsOf(value, plan, catalog, ahead);
    if (fields.length > 0) return { value, fields };
  }
  return null;
}

function fieldsOf(value: string, plan: CasePlan, catalog: Catalog, ahead: (at: number) => boolean): ValueField[] {
  return plan.steps.flatMap((step, at) => {
    if (!ahead(at)) return [];
    return step.actions.flatMap((action) => {
      if (action.kind !== 'submit_form') return [];
      const form = findProcedure(catalog, step.procedure)?.forms.find(({ id }) => id === action.form);
      return (form?.fields ?? []).filter((field) => action.values[field.id] === value);
    });
  });
}

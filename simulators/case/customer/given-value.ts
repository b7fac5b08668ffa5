import type { CasePlan } from '../../../harness/contract/case-plan.ts';
import { type Catalog, findProcedure } from '../../../harness/contract/catalog.ts';
import { mentions } from '../mentions.ts';
import type { ValueField } from './other-value.ts';

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

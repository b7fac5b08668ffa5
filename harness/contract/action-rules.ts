import type { ActionRules } from './action.ts';
import { type Catalog, findProcedure } from './catalog.ts';
import { perObject } from './remember.ts';
import { type Comparison, comparisonOf, valueKey } from './same-value.ts';

/** How actions are compared while a procedure (by id, or none) is open. The same object for the same arguments. */
export function actionRules(catalog: Catalog, openProcedure: string | null): ActionRules {
  const rules = rulesOf(catalog);
  let own = rules.get(openProcedure);
  if (!own) {
    own = makeRules(catalog, openProcedure);
    rules.set(openProcedure, own);
  }
  return own;
}

const rulesOf = perObject((_: Catalog) => new Map<string | null, ActionRules>());

function makeRules(catalog: Catalog, openProcedure: string | null): ActionRules {
  const procedure = findProcedure(catalog, openProcedure);
  const forms = new Map(
    procedure?.forms.map((form) => [form.id, new Map(form.fields.map((field) => [field.id, comparisonOf(field)]))]),
  );
  const replies = new Map([...(procedure?.replies ?? []), ...catalog.desk.replies].map(({ id, text }) => [id, text]));
  return {
    valueKey: (form, field, value) => valueKey(value, forms.get(form)?.get(field) ?? 'words', catalog.desk.decimal),
    template: (reply) => replies.get(reply) ?? null,
  };
}

/** Canonical form of a case field's value: as the forms' fields of that id are compared, exactly where they do not agree. */
export function caseFieldKey(catalog: Catalog, field: string, value: string): string {
  return valueKey(value, comparisonsById(catalog).get(field) ?? 'words', catalog.desk.decimal);
}

const comparisonsById = perObject(({ procedures }: Catalog) => {
  const found = new Map<string, Comparison>();
  for (const field of procedures.flatMap(({ forms }) => forms.flatMap(({ fields }) => fields))) {
    const comparison = comparisonOf(field);
    found.set(field.id, (found.get(field.id) ?? comparison) === comparison ? comparison : 'exact');
  }
  return found;
});

import type { ActionRules } from './action.ts';
import { type Catalog, findProcedure } from './catalog.ts';
import { type Comparison, comparisonOf, valueKey } from './same-value.ts';

const known = new WeakMap<Catalog, Map<string | null, ActionRules>>();

/** How actions are compared while a procedure (by id, or none) is open. The same object for the same arguments. */
export function actionRules(catalog: Catalog, openProcedure: string | null): ActionRules {
  let rules = known.get(catalog);
  if (!rules) {
    rules = new Map();
    known.set(catalog, rules);
  }
  let own = rules.get(openProcedure);
  if (!own) {
    own = makeRules(catalog, openProcedure);
    rules.set(openProcedure, own);
  }
  return own;
}

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

const caseFields = new WeakMap<Catalog, ReadonlyMap<string, Comparison>>();

/** Canonical form of a case field's value: as the forms' fields of that id are compared, exactly where they do not agree. */
export function caseFieldKey(catalog: Catalog, field: string, value: string): string {
  let comparisons = caseFields.get(catalog);
  if (!comparisons) {
    comparisons = comparisonsById(catalog);
    caseFields.set(catalog, comparisons);
  }
  return valueKey(value, comparisons.get(field) ?? 'words', catalog.desk.decimal);
}

function comparisonsById({ procedures }: Catalog): Map<string, Comparison> {
  const found = new Map<string, Comparison>();
  for (const field of procedures.flatMap(({ forms }) => forms.flatMap(({ fields }) => fields))) {
    const comparison = comparisonOf(field);
    found.set(field.id, (found.get(field.id) ?? comparison) === comparison ? comparison : 'exact');
  }
  return found;
}

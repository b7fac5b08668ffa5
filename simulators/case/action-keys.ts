import { type Action, type ActionRules, actionKey, hasHole } from '../../harness/contract/action.ts';
import { actionRules, caseFieldKey } from '../../harness/contract/action-rules.ts';
import type { PlanStep } from '../../harness/contract/case-plan.ts';
import { joinIds } from '../../harness/contract/join-ids.ts';
import { perObject } from '../../harness/contract/remember.ts';
import type { DeskOffer, DeskView } from '../desk/model/desk-index.ts';

/** Actions' keys by the rules: the same planned actions are compared again and again. Null: a message with a hole. */
const keysBy = perObject((rules: ActionRules) =>
  perObject((action: Action) => (hasHole(action) ? null : actionKey(action, rules))),
);

/** How actions are compared on a desk where the procedure is open. */
export function rulesOf(offer: DeskOffer, procedure: string | null): ActionRules {
  return actionRules(offer.index.catalog, procedure);
}

/** Whether two actions are the same, by their remembered keys. */
export function isSame(a: Action, b: Action, rules: ActionRules): boolean {
  if (a.kind !== b.kind) return false;
  const keyOf = keysBy(rules);
  const key = keyOf(a);
  return key !== null && key === keyOf(b);
}

export function includesAction(actions: readonly Action[], action: Action, rules: ActionRules): boolean {
  return actions.some((other) => isSame(other, action, rules));
}

/** Names what was done to a case: forms and buttons of two procedures are not the same, whatever they are called. */
export function commitmentKey(action: Action, { procedure }: DeskView, offer: DeskOffer): string {
  const own = procedure?.id ?? null;
  const key = keysBy(rulesOf(offer, own))(action) ?? 'a message with a hole';
  return own !== null && (action.kind === 'submit_form' || action.kind === 'click_control')
    ? `${joinIds(' ', own)} ${key}`
    : key;
}

/** Whether two values of a case field are the same, by the kind of the forms' fields of that id. */
export function isSameValue(field: string, a: string | undefined, b: string | undefined, offer: DeskOffer): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  const { catalog } = offer.index;
  return caseFieldKey(catalog, field, a) === caseFieldKey(catalog, field, b);
}

/**
 * Whether an action that is called as a step's can be that step's at all: forms and buttons of two procedures never
 * meet, whatever they are called. A message is its words, whichever procedure is open.
 */
export function isPlace({ procedure }: Pick<PlanStep, 'procedure'>, { kind }: Action, view: DeskView): boolean {
  return procedure === null || kind === 'send_text' || view.procedure?.id === procedure;
}

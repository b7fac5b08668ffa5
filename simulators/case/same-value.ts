import { caseFieldKey } from '../../harness/contract/action-rules.ts';
import type { DeskOffer } from '../desk/model/desk-index.ts';

/** Whether two values of a case field are the same, by the kind of the forms' fields of that id. */
export function isSameValue(field: string, a: string | undefined, b: string | undefined, offer: DeskOffer): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  const { catalog } = offer.index;
  return caseFieldKey(catalog, field, a) === caseFieldKey(catalog, field, b);
}

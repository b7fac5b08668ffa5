import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { CaseOpening } from '../../../harness/contract/environment.ts';
import { deskIndex, deskOffer, deskView } from './desk-index.ts';
import type { DeskState } from './desk-state.ts';

/** A case as it stands when it is opened: no messages, no results, nothing done. Throws: where the catalog lacks a procedure that it names. */
export function openCase(opening: CaseOpening, catalog: Catalog): DeskState {
  const offer = deskOffer(deskIndex(catalog), opening.offered);
  return {
    caseId: opening.id,
    subject: opening.case.subject,
    status: 'open',
    offer,
    view: deskView(offer, opening.opened, null),
    fields: opening.case.fields,
    messages: [],
    messageCount: 0,
    results: [],
    resultCount: 0,
    resultsIn: [],
    timeline: [],
    actors: [],
    actedIn: [],
    actionCount: 0,
  };
}

import type { Action } from '../../../harness/contract/action.ts';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Actor, Arrival, CaseOpening } from '../../../harness/contract/environment.ts';
import type { Procedure } from '../../../harness/contract/procedure.ts';
import type { ChatMessage, Screen, ShownResult, TimelineEntry } from '../../../harness/contract/screen.ts';
import { type DeskOffer, type DeskView, deskIndex, deskOffer, deskView, viewControls } from './desk-index.ts';

/** Everything that the desk knows of one open case. Never changed in place: the reducer returns a new one. */
export interface DeskState {
  readonly caseId: string;
  readonly subject: string;
  readonly status: Screen['status'];
  readonly offer: DeskOffer;
  /** The procedure screen that is open, with its controls. */
  readonly view: DeskView;
  readonly fields: Readonly<Record<string, string>>;
  /** The last messages, oldest first. */
  readonly messages: readonly ChatMessage[];
  readonly messageCount: number;
  /** The last results, oldest first. */
  readonly results: readonly ShownResult[];
  readonly resultCount: number;
  /** Beside the results, the procedure that was open when each came: its form ids are named by it. */
  readonly resultsIn: readonly (Procedure | null)[];
  /** The last entries, oldest first, and beside them who acted and in which procedure. */
  readonly timeline: readonly TimelineEntry[];
  readonly actors: readonly Actor[];
  readonly actedIn: readonly (Procedure | null)[];
  readonly actionCount: number;
}

/** What can happen to a case: somebody acts, or something arrives. */
export type DeskEvent =
  | { readonly kind: 'act'; readonly action: Action; readonly actor: Actor }
  | { readonly kind: 'arrive'; readonly arrival: Arrival };

const NO_CONTROLS: Screen['controls'] = Object.freeze([]);

/** The schema-driven view of a case. Once it is transferred or closed there is nothing left to act on. */
export function screenOf(state: DeskState): Screen {
  return {
    caseId: state.caseId,
    subject: state.subject,
    status: state.status,
    procedure: state.view.place,
    controls: state.status === 'open' ? viewControls(state.view, state.resultCount) : NO_CONTROLS,
    messages: state.messages,
    messageCount: state.messageCount,
    fields: state.fields,
    results: state.results,
    timeline: state.timeline,
  };
}

/**
 * A case as it stands when it is opened: no messages, no results, nothing done. Throws: where the catalog lacks a
 * procedure that it names.
 */
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

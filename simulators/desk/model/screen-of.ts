import type { Screen } from '../../../harness/contract/screen.ts';
import { viewControls } from './desk-index.ts';
import type { DeskState } from './desk-state.ts';

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

import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import type { Arrival } from '../../../harness/contract/environment.ts';
import { submitControlId } from '../../../harness/contract/join-ids.ts';
import type { KbResult } from '../../../harness/contract/result.ts';
import {
  type ChatMessage,
  SCREEN_MESSAGES,
  SCREEN_RESULTS,
  SCREEN_TIMELINE,
  type TimelineEntry,
} from '../../../harness/contract/screen.ts';
import type { DeskEvent, DeskState } from './desk-state.ts';
import { deskIllegalReason, illegalAction } from './legality.ts';

import { viewAfter } from './view-after.ts';

const NO_VALUES: Readonly<Record<string, string>> = Object.freeze({});

/**
 * The case after an event. Pure; parts that did not change are shared with the state before.
 *
 * Throws: `IllegalActionError` where the screen does not offer the action.
 */
export function reduceDesk(state: DeskState, event: DeskEvent): DeskState {
  if (event.kind === 'arrive') return arrive(state, event.arrival);
  const { action } = event;
  const reason = deskIllegalReason(action, state);
  if (reason !== null) throw illegalAction(state.caseId, action, state.actionCount + 1, reason);
  const entry: TimelineEntry = {
    kind: action.kind,
    target: actionTarget(action),
    values: action.kind === 'submit_form' ? action.values : NO_VALUES,
    messageCount: state.messageCount,
  };
  const next: { -readonly [K in keyof DeskState]: DeskState[K] } = {
    ...state,
    timeline: appended(state.timeline, entry, SCREEN_TIMELINE),
    actors: appended(state.actors, event.actor, SCREEN_TIMELINE),
    actedIn: appended(state.actedIn, state.view.procedure, SCREEN_TIMELINE),
    actionCount: state.actionCount + 1,
  };
  act(next, action);
  return next;
}

/** Applies a legal action to a state that nobody else holds yet. */
function act(next: { -readonly [K in keyof DeskState]: DeskState[K] }, action: Action): void {
  switch (action.kind) {
    case 'submit_form':
      if (next.view.writes.has(submitControlId(action.form, action.button)))
        next.fields = { ...next.fields, ...action.values };
      break;
    case 'click_control':
      if (!action.control.startsWith('button:'))
        next.results = next.results.map((result) => withSelection(result, action.control));
      break;
    case 'send_text':
      addMessage(next, { author: 'desk', text: action.text });
      break;
    case 'transfer':
      next.status = 'transferred';
      break;
    case 'close':
      next.status = 'closed';
      break;
  }
  next.view = viewAfter(next.view, next.offer, action);
}

function withSelection(result: DeskState['results'][number], control: string): DeskState['results'][number] {
  const selected = result.control === control;
  return result.selected === selected ? result : { ...result, selected };
}

function addMessage(next: { messages: readonly ChatMessage[]; messageCount: number }, message: ChatMessage): void {
  next.messages = appended(next.messages, message, SCREEN_MESSAGES);
  next.messageCount += 1;
}

function arrive(state: DeskState, arrival: Arrival): DeskState {
  const next = { ...state };
  if (arrival.kind === 'message') addMessage(next, { author: 'customer', text: arrival.text });
  else {
    const shown = { ...copyOf(arrival.result), control: `result:${state.resultCount}`, selected: false };
    next.results = appended(state.results, shown, SCREEN_RESULTS);
    next.resultsIn = appended(state.resultsIn, state.view.procedure, SCREEN_RESULTS);
    next.resultCount += 1;
  }
  return next;
}

/** Only what a result may hold, whatever else the caller's object carries. */
function copyOf({ form, items, total, status }: KbResult): KbResult {
  return { form, items, total, status };
}

/** The list with an item at its end, cut to the last `limit`. */
function appended<T>(list: readonly T[], item: T, limit: number): readonly T[] {
  const next = list.length < limit ? list.slice() : list.slice(list.length - limit + 1);
  next.push(item);
  return next;
}

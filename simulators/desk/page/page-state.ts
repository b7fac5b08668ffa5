import type { Action } from '../../../harness/contract/action.ts';
import type { CaseScript } from '../case-script.ts';
import type { DeskState } from '../model/desk-state.ts';

/** A message that is being written. */
export interface Composer {
  readonly text: string;
  /** The canned reply that it says. */
  readonly reply: string | null;
  /** The canned reply that it was begun from, whatever it says by now. */
  readonly begunFrom: string | null;
}

/** What the copilot bar shows. */
export interface ShownSuggestion {
  readonly action: Action;
  readonly confidence: number;
}

/** One case as the page holds it: the desk's state and what its user has half done. */
export interface CaseTab {
  readonly desk: DeskState;
  readonly script: CaseScript | null;
  /** Results of the script that were not given out yet. */
  readonly pendingResults: CaseScript['results'];
  /** What fields, queues and resolutions hold, by control id, until the next action. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly composer: Composer;
  readonly search: string;
  readonly suggestion: ShownSuggestion | null;
  /** Why the last attempt was not possible, where no control is to blame. */
  readonly notice: string | null;
  /** What is wrong with what a control holds, by control id. */
  readonly problems: Readonly<Record<string, string>>;
  /** Whether the person at the desk has laid the case down for good: no action, so nothing that the desk itself records. */
  readonly done: boolean;
}

/** All that the page shows. */
export interface PageState {
  /** Cases that can be opened, in the queue's order. */
  readonly queue: readonly CaseScript[];
  readonly cases: ReadonlyMap<string, CaseTab>;
  /** Ids of the open tabs, in order. */
  readonly tabs: readonly string[];
  readonly active: string | null;
  /** Whether the queue is drawn out, where the window is too narrow to show it always. */
  readonly queueOpen: boolean;
}

export const NO_DRAFTS: CaseTab['drafts'] = Object.freeze({});
export const NO_PROBLEMS: CaseTab['problems'] = Object.freeze({});
export const EMPTY_COMPOSER: Composer = Object.freeze({ text: '', reply: null, begunFrom: null });

/** Whether there is something left to do for the case at this desk. */
export function isWaiting(tab: CaseTab | undefined): boolean {
  return !tab || (tab.desk.status === 'open' && !tab.done);
}

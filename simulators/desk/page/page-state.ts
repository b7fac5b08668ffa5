import type { Action } from '../../../harness/contract/action.ts';
import type { CaseScript } from '../case-script.ts';
import type { DeskState } from '../model/desk-state.ts';

/** A message that is being written, and the canned reply that it was made from. */
export interface Composer {
  readonly text: string;
  readonly reply: string | null;
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
  /** Why the last attempt was not possible. */
  readonly notice: string | null;
}

/** All that the page shows. */
export interface PageState {
  /** Cases that can be opened, in the queue's order. */
  readonly queue: readonly CaseScript[];
  readonly cases: ReadonlyMap<string, CaseTab>;
  /** Ids of the open tabs, in order. */
  readonly tabs: readonly string[];
  readonly active: string | null;
}

export const NO_DRAFTS: CaseTab['drafts'] = Object.freeze({});
export const EMPTY_COMPOSER: Composer = Object.freeze({ text: '', reply: null });

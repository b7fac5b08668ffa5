import type { Action } from '../../../harness/contract/action.ts';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import {
  type Actor,
  type Arrival,
  type CaseOpening,
  IllegalActionError,
} from '../../../harness/contract/environment.ts';
import type { CaseScript } from '../case-script.ts';
import { type DeskState, openCase } from '../model/desk-state.ts';
import { deskIllegalReason } from '../model/legality.ts';
import { reduceDesk } from '../model/reduce-desk.ts';
import {
  type CaseTab,
  EMPTY_COMPOSER,
  isWaiting,
  NO_DRAFTS,
  NO_PROBLEMS,
  type PageState,
  type ShownSuggestion,
} from './page-state.ts';

/** The page's state and everything that can change it. */
export interface DeskStore {
  readonly catalog: Catalog;
  /** Whether a person works the cases of a queue; else a driver replays what was done, to the letter. */
  readonly byHand: boolean;
  state(): PageState;
  /** Opens one case on a clean desk: every other case goes. */
  reset(opening: CaseOpening): void;
  /** Opens a queued case in a tab, or shows its tab. */
  show(caseId: string): void;
  closeTab(caseId: string): void;
  /** Performs an action on the active case. Throws: `IllegalActionError`. */
  perform(action: Action, actor?: Actor): void;
  /** The same from the page's own controls: what is not possible is said on the page. Answers whether it was done. */
  attempt(action: Action): boolean;
  /** Performs what the copilot shows; a message that is half written stays. */
  accept(): void;
  /** Lays the active case down for good, or takes it up again: nothing is done to the case. */
  finish(done: boolean): void;
  /** Opens the next case of the queue that waits, after the active one and round to the first. */
  showNext(): void;
  drawQueue(open: boolean): void;
  deliver(arrivals: readonly Arrival[]): void;
  suggest(suggestion: ShownSuggestion | null): void;
  /** Who is acting when the page's controls are used. */
  setActor(actor: Actor): void;
  /** Changes what the active case's user has half done. */
  edit(change: Partial<Pick<CaseTab, 'drafts' | 'composer' | 'search' | 'notice' | 'problems' | 'suggestion'>>): void;
  draft(control: string, value: string): void;
}

/** A store for a catalog and a queue of cases, null for a driver; `onChange` is called after every change, synchronously. */
export function createDeskStore(
  catalog: Catalog,
  queue: readonly CaseScript[] | null,
  onChange: () => void,
): DeskStore {
  const { state, become, activeCase, replace } = pageOf(queue ?? [], onChange);
  let actor: Actor = 'operator';
  const perform = (action: Action, by: Actor = actor) => {
    const tab = activeCase();
    replace(advanceScript({ ...tab, desk: reduceDesk(tab.desk, { kind: 'act', action, actor: by }) }, action));
  };
  const attempt = (action: Action): boolean => {
    try {
      perform(action);
      return true;
    } catch (error) {
      if (!(error instanceof IllegalActionError)) throw error;
      replace({ ...activeCase(), notice: deskIllegalReason(action, activeCase().desk) });
      return false;
    }
  };
  return {
    catalog,
    byHand: queue !== null,
    state,
    reset(opening) {
      actor = 'operator';
      become(singleCase(opening, catalog));
    },
    show: (caseId) => become(withTab(state(), caseId, catalog)),
    closeTab: (caseId) => become(withoutTab(state(), caseId)),
    perform,
    attempt,
    accept() {
      const { suggestion, composer } = activeCase();
      if (suggestion && attempt(suggestion.action) && composer.text !== '') replace({ ...activeCase(), composer });
    },
    finish: (done) => replace({ ...activeCase(), done }),
    showNext() {
      const next = nextWaiting(state());
      if (next !== null) become(withTab(state(), next, catalog));
    },
    drawQueue: (queueOpen) => become({ ...state(), queueOpen }),
    deliver(arrivals) {
      const tab = activeCase();
      replace({ ...tab, desk: arrived(tab.desk, arrivals) });
    },
    suggest: (suggestion) => replace({ ...activeCase(), suggestion }),
    setActor(next) {
      actor = next;
    },
    edit: (change) => replace({ ...activeCase(), ...change }),
    draft(control, value) {
      const tab = activeCase();
      const { [control]: _, ...problems } = tab.problems;
      replace({ ...tab, drafts: { ...tab.drafts, [control]: value }, notice: null, problems });
    },
  };
}

/** A page's state, which `onChange` follows, and the case that is active on it. */
function pageOf(queue: readonly CaseScript[], onChange: () => void) {
  let page: PageState = { queue, cases: new Map(), tabs: [], active: null, queueOpen: false };
  const become = (next: PageState) => {
    page = next;
    onChange();
  };
  return {
    state: () => page,
    become,
    activeCase(): CaseTab {
      const tab = page.active === null ? undefined : page.cases.get(page.active);
      if (!tab) throw new Error('The page has no case open: call reset first.');
      return tab;
    },
    replace: (tab: CaseTab) => become({ ...page, cases: new Map(page.cases).set(tab.desk.caseId, tab) }),
  };
}

/** What a case's user has half done: nothing. */
const NOTHING_DONE = {
  drafts: NO_DRAFTS,
  composer: EMPTY_COMPOSER,
  search: '',
  suggestion: null,
  notice: null,
  problems: NO_PROBLEMS,
} as const;

function singleCase(opening: CaseOpening, catalog: Catalog): PageState {
  const script: CaseScript = { opening, arrivals: [], results: [], suggestions: [] };
  const cases = new Map([[opening.id, freshTab(opening, catalog)]]);
  return { queue: [script], cases, tabs: [opening.id], active: opening.id, queueOpen: false };
}

function nextWaiting({ queue, cases, active }: PageState): string | null {
  const ids = queue.map(({ opening }) => opening.id);
  const at = active === null ? -1 : ids.indexOf(active);
  const others = [...ids.slice(at + 1), ...ids.slice(0, Math.max(at, 0))];
  return others.find((id) => isWaiting(cases.get(id))) ?? null;
}

function withTab(page: PageState, caseId: string, catalog: Catalog): PageState {
  const script = page.queue.find(({ opening }) => opening.id === caseId);
  const cases = new Map(page.cases);
  if (!cases.has(caseId) && script) cases.set(caseId, scriptedTab(script, catalog));
  const tabs = page.tabs.includes(caseId) ? page.tabs : [...page.tabs, caseId];
  return { ...page, cases, tabs, active: caseId, queueOpen: false };
}

function withoutTab(page: PageState, caseId: string): PageState {
  const tabs = page.tabs.filter((id) => id !== caseId);
  return { ...page, tabs, active: page.active === caseId ? (tabs.at(-1) ?? null) : page.active };
}

function arrived(desk: DeskState, arrivals: readonly Arrival[]): DeskState {
  return arrivals.reduce((state, arrival) => reduceDesk(state, { kind: 'arrive', arrival }), desk);
}

function freshTab(opening: CaseOpening, catalog: Catalog): CaseTab {
  return {
    desk: openCase(opening, catalog),
    script: null,
    pendingResults: [],
    ...NOTHING_DONE,
    done: false,
  };
}

function scriptedTab(script: CaseScript, catalog: Catalog): CaseTab {
  const tab = { ...freshTab(script.opening, catalog), script, pendingResults: script.results };
  return awaitNext({ ...tab, desk: arrived(tab.desk, messagesBefore(script, 0)) });
}

/** After an action: nothing half done remains, and in a scripted case the world answers. */
function advanceScript(tab: CaseTab, action: Action): CaseTab {
  const cleared = { ...tab, ...NOTHING_DONE };
  if (!tab.script) return cleared;
  const due = action.kind === 'submit_form' ? tab.pendingResults.find(({ form }) => form === action.form) : undefined;
  const arrivals: Arrival[] = due ? [{ kind: 'result', result: due }] : [];
  const pendingResults = tab.pendingResults.filter((result) => result !== due);
  arrivals.push(...messagesBefore(tab.script, tab.desk.actionCount));
  return awaitNext({ ...cleared, pendingResults, desk: arrived(tab.desk, arrivals) });
}

function messagesBefore(script: CaseScript, step: number): Arrival[] {
  return (script.arrivals[step] ?? []).map((text) => ({ kind: 'message', text }));
}

/** Shows the script's suggestion for the coming action, where the screen offers it. */
function awaitNext(tab: CaseTab): CaseTab {
  const best = tab.script?.suggestions[tab.desk.actionCount]?.ranked[0];
  return best && deskIllegalReason(best.action, tab.desk) === null ? { ...tab, suggestion: best } : tab;
}

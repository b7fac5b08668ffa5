import type { Action } from '../../harness/contract/action.ts';
import { SCREEN_RESULTS } from '../../harness/contract/screen.ts';
import type { DeskView } from '../desk/model/desk-index.ts';
import { includesAction, rulesOf } from './action-keys.ts';
import { type CaseProgress, isSettled, mustMend } from './case-progress.ts';
import { type CaseState, WRONG } from './case-state.ts';
import { loggedMove } from './log-track.ts';
import type { IndexedStep, PlanIndex } from './plan-index.ts';
import { type ScreenPath, screenPathsFrom } from './screen-paths.ts';

/** What can rightly be done from one standpoint. Empty only where nothing is left or nothing can be reached. */
export interface RightActions {
  /** The reference first. */
  readonly actions: readonly Action[];
  /** Those that put right what was done wrongly, or lead there. */
  readonly repairs: readonly Action[];
}

/** The right actions of a plan whose steps have come so far, in plan order behind the reference. */
export function rightActions(state: CaseState, index: PlanIndex, progress: CaseProgress): RightActions {
  const gathering = new Gathering(state, index, progress);
  let reference: Action | undefined;
  const repairs: Action[] = [];
  for (const indexed of index.steps) {
    const { stepIndex, required, track, ends } = indexed;
    if (ends || progress.done[stepIndex] || !progress.clear[stepIndex] || isSettled(indexed, state)) continue;
    const needed = required || mustMend(state, stepIndex);
    // An optional step that the log took is the reference in its turn only: once later steps are done its moment has passed.
    const isDone = track !== null && stepIndex > progress.last;
    const found = gathering.add(indexed, needed ? 'needed' : isDone ? 'taken' : 'fine');
    if (needed || isDone) reference ??= found[0];
    if (state.marks[stepIndex] === WRONG && mustMend(state, stepIndex)) repairs.push(...found);
  }
  // Where what is left can no longer be done, the case can only be ended.
  if (progress.finished || reference === undefined)
    for (const indexed of index.steps) if (indexed.ends) reference ??= gathering.add(indexed, 'needed')[0];
  if (progress.finished) for (const indexed of index.steps) if (indexed.ends) gathering.add(indexed, 'needed');
  gathering.addOpening();
  return { actions: gathering.list(reference), repairs: gathering.distinct(repairs) };
}

class Gathering {
  readonly #state: CaseState;
  readonly #index: PlanIndex;
  readonly #progress: CaseProgress;
  readonly #actions: Action[] = [];
  #ways: ReadonlyMap<DeskView, ScreenPath> | null = null;

  constructor(state: CaseState, index: PlanIndex, progress: CaseProgress) {
    this.#state = state;
    this.#index = index;
    this.#progress = progress;
  }

  /**
   * Takes in what does a step here. Where a needed one cannot be done here, what leads to it; nobody goes elsewhere for
   * one that is only fine, save by the log's own way for one that the log took.
   */
  add(indexed: IndexedStep, how: 'needed' | 'taken' | 'fine'): readonly Action[] {
    const here = this.#here(indexed);
    const move = how === 'fine' ? null : loggedMove(indexed.track, this.#state.view);
    const found = move ? [move, ...here] : here.length > 0 || how !== 'needed' ? here : this.#towards(indexed);
    this.#actions.push(...found);
    return found;
  }

  /**
   * Opening the procedure that the goal needs next is never an error, whatever else the customer asked first: it
   * commits to nothing, and what is to be said can be said there.
   */
  addOpening(): void {
    const { steps } = this.#index;
    const next = steps.find(
      ({ stepIndex, step, required }) => required && !this.#progress.done[stepIndex] && step.procedure !== null,
    );
    const procedure = next?.step.procedure;
    if (!procedure || this.#actions.length === 0 || this.#state.view.procedure?.id === procedure) return;
    if (this.#state.view.byId.has(`procedure:${procedure}`))
      this.#actions.push({ kind: 'select_procedure', procedure });
  }

  list(reference: Action | undefined): Action[] {
    return this.distinct(reference === undefined ? this.#actions : [reference, ...this.#actions]);
  }

  distinct(actions: readonly Action[]): Action[] {
    const rules = rulesOf(this.#state.offer, this.#state.view.procedure?.id ?? null);
    const list: Action[] = [];
    for (const action of actions) if (!includesAction(list, action, rules)) list.push(action);
    return list;
  }

  #here(indexed: IndexedStep): readonly Action[] {
    if (!isOpen(indexed, this.#state.view)) return [];
    if (indexed.source !== null) {
      const shown = shownResult(this.#state, indexed.source);
      return shown === null ? [] : [{ kind: 'click_control', control: shown }];
    }
    const offered = indexed.acts.filter((act) => isOffered(act, this.#state.view));
    return offered.map(({ action }) => action);
  }

  #towards(indexed: IndexedStep): readonly Action[] {
    if (indexed.source !== null && shownResult(this.#state, indexed.source) === null)
      return this.#again(this.#index.steps[indexed.source]);
    this.#ways ??= screenPathsFrom(this.#state, this.#index, this.#progress);
    let length = Number.POSITIVE_INFINITY;
    let firsts: Action[] = [];
    for (const [view, way] of this.#ways) {
      if (way.length > length) break;
      if (!canBeDoneAt(indexed, view)) continue;
      length = way.length;
      firsts = this.distinct([...firsts, ...way.firstActions]);
    }
    return firsts;
  }

  /** What shows a result again that has gone from the screen. */
  #again(source: IndexedStep | undefined): readonly Action[] {
    if (!source || source.step.effect === 'final') return [];
    const here = this.#here(source);
    return here.length > 0 ? here.slice(0, 1) : this.#towards(source);
  }
}

function isOpen({ step }: IndexedStep, view: DeskView): boolean {
  return step.procedure === null || view.procedure?.id === step.procedure;
}

function isOffered({ action, control }: IndexedStep['acts'][number], view: DeskView): boolean {
  const found = view.byId.get(control);
  if (action.kind === 'transfer') return found?.options.includes(action.queue) ?? false;
  if (action.kind === 'close') return found?.options.includes(action.resolution) ?? false;
  return found !== undefined;
}

function canBeDoneAt(indexed: IndexedStep, view: DeskView): boolean {
  return isOpen(indexed, view) && (indexed.source !== null || indexed.acts.some((act) => isOffered(act, view)));
}

/** Control of a step's last result where the screen still shows it. */
export function shownResult(state: CaseState, source: number): string | null {
  const number = state.results.get(source);
  return number === undefined || number < state.resultCount - SCREEN_RESULTS ? null : `result:${number}`;
}

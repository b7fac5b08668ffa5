import type { Action } from '../../harness/contract/action.ts';
import type { Catalog } from '../../harness/contract/catalog.ts';
import type { StreamPurpose } from '../../harness/contract/draw-names.ts';
import type { Arrival } from '../../harness/contract/environment.ts';
import type { KbResult } from '../../harness/contract/result.ts';
import type { Rng } from '../../harness/contract/rng.ts';
import type { KnowledgeBase, WorldRates } from '../../harness/contract/world.ts';
import { commitmentKey } from './action-keys.ts';
import { type CaseState, DONE, type Draft, OPEN, WRONG, type Wrong } from './case-state.ts';

/** What a case happens in: the same for all its moments but the draws, which are named by the situation. */
export interface EffectContext {
  readonly catalog: Catalog;
  readonly knowledge: KnowledgeBase;
  readonly rates: WorldRates;
  /** The situation: chooses among wordings. */
  readonly number: number;
  readonly draws: (role: 'customer' | 'world', purpose: StreamPurpose) => Rng;
}

/** One action's consequences while they are being worked out. */
export class ActionEffects {
  readonly before: CaseState;
  readonly draft: Draft;
  readonly around: EffectContext;
  readonly messages: string[] = [];
  result: KbResult | null = null;
  /** Whether the customer can notice that something wrong was done. */
  noticeable = false;

  constructor(before: CaseState, around: EffectContext) {
    this.before = before;
    this.around = around;
    this.draft = { ...before, actionCount: before.actionCount + 1 };
  }

  /** Index of the action. */
  get actionIndex(): number {
    return this.before.actionCount;
  }

  get arrivals(): readonly Arrival[] {
    const messages = this.messages.map((text): Arrival => ({ kind: 'message', text }));
    return this.result === null ? messages : [{ kind: 'result', result: this.result }, ...messages];
  }

  markDone(at: number): void {
    this.#mark(at, DONE);
  }

  reopen(at: number): void {
    this.#mark(at, OPEN);
  }

  markWrong(at: number, wrong: Wrong): void {
    this.#mark(at, WRONG);
    this.draft.wrongs = new Map(this.draft.wrongs).set(at, wrong);
  }

  #mark(at: number, mark: number): void {
    const { draft } = this;
    if (draft.marks[at] === mark) return;
    if (draft.marks[at] === WRONG) {
      const wrongs = new Map(draft.wrongs);
      wrongs.delete(at);
      draft.wrongs = wrongs;
    }
    draft.marks = draft.marks.with(at, mark);
  }

  /** Brings errors to light, so that nobody goes on as if the step were done. */
  reveal(which: (wrong: Wrong) => boolean): void {
    for (const [at, wrong] of this.draft.wrongs)
      if (!wrong.known && which(wrong))
        this.draft.wrongs = new Map(this.draft.wrongs).set(at, { ...wrong, known: true });
  }

  /** Names an action by the procedure in which it was done. */
  nameOf(action: Action): string {
    return commitmentKey(action, this.before.view, this.before.offer);
  }

  /** Takes down a final action. */
  commit(action: Action): void {
    this.draft.finals = [...this.draft.finals, this.nameOf(action)];
  }

  /** Takes down a final action that the goal does not have. */
  stray(action: Action): void {
    this.commit(action);
    this.draft.stray = [...this.draft.stray, this.nameOf(action)].sort();
    this.noticeable = true;
  }

  /** Delivers a result, to the step that it answers where there is one. */
  deliver(result: KbResult | null, at: number | null): void {
    if (result === null) return;
    this.result = result;
    if (at !== null) this.draft.results = new Map(this.draft.results).set(at, this.draft.resultCount);
    this.draft.resultCount += 1;
  }
}

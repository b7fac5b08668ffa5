import type { Action } from '../../harness/contract/action.ts';
import type { Catalog } from '../../harness/contract/catalog.ts';
import type { StreamPurpose } from '../../harness/contract/draw-names.ts';
import type { Arrival } from '../../harness/contract/environment.ts';
import type { KbResult } from '../../harness/contract/result.ts';
import type { Rng } from '../../harness/contract/rng.ts';
import type { KnowledgeBase, WorldRates } from '../../harness/contract/world.ts';
import type { DeskView } from '../desk/model/desk-index.ts';
import { commitmentKey } from './action-keys.ts';
import { type CaseState, DONE, OPEN, WRONG, type Wrong } from './case-state.ts';
import type { Customer, CustomerEffect } from './customer/customer.ts';
import { replaceInPlan } from './replace-in-plan.ts';

/** What a case happens in: the same for all its moments but the draws, which are named by the situation. */
export interface EffectContext {
  readonly catalog: Catalog;
  readonly knowledge: KnowledgeBase;
  readonly rates: WorldRates;
  /** The situation: chooses among wordings. */
  readonly number: number;
  readonly draws: (role: 'customer' | 'world', purpose: StreamPurpose) => Rng;
}

/** One action's consequences while they are being worked out. Nothing else changes a case. */
export class ActionEffects {
  readonly before: CaseState;
  readonly around: EffectContext;
  readonly #after: { -readonly [K in keyof CaseState]: CaseState[K] };
  readonly #messages: string[] = [];
  #result: KbResult | null = null;
  #noticeable = false;

  constructor(before: CaseState, around: EffectContext) {
    this.before = before;
    this.around = around;
    this.#after = { ...before, actionCount: before.actionCount + 1 };
  }

  /** The state so far. */
  get after(): CaseState {
    return this.#after;
  }

  /** Index of the action. */
  get actionIndex(): number {
    return this.before.actionCount;
  }

  /** Whether the customer can notice that something wrong was done, and is still there. */
  get offends(): boolean {
    return this.#noticeable && this.#after.ending === null;
  }

  get arrivals(): readonly Arrival[] {
    const messages = this.#messages.map((text): Arrival => ({ kind: 'message', text }));
    return this.#result === null ? messages : [{ kind: 'result', result: this.#result }, ...messages];
  }

  /** The customer as the action has left him so far. */
  get customer(): Customer {
    return customerOf(this.#after, this.around);
  }

  /** Does what the customer answers with. */
  apply(effects: readonly CustomerEffect[]): void {
    for (const effect of effects) this.#applyOne(effect);
  }

  #applyOne(effect: CustomerEffect): void {
    const after = this.#after;
    switch (effect.kind) {
      case 'say':
        this.#messages.push(effect.text);
        break;
      case 'mind':
        Object.assign(after, effect.mind);
        break;
      case 'change-goal':
        after.index = replaceInPlan(after.index, effect.from, effect.to);
        for (const stepIndex of effect.reopened) this.reopen(stepIndex);
        break;
      case 'reveal':
        this.#reveal((wrong) =>
          effect.errors === 'customer' ? wrong.amiss === 'customer' : wrong.actionIndex === this.actionIndex,
        );
        break;
      case 'leave':
        after.ending = 'abandoned';
    }
  }

  openView(view: DeskView): void {
    this.#after.view = view;
  }

  writeFields(values: CaseState['fields']): void {
    this.#after.fields = { ...this.#after.fields, ...values };
  }

  endCase(ending: CaseState['ending']): void {
    this.#after.ending = ending;
  }

  makeNoticeable(): void {
    this.#noticeable = true;
  }

  markDone(stepIndex: number): void {
    this.#mark(stepIndex, DONE);
  }

  /** Marks a step as still to be done; what it had as its result is no longer it. */
  reopen(stepIndex: number): void {
    this.#mark(stepIndex, OPEN);
    const results = new Map(this.#after.results);
    results.delete(stepIndex);
    this.#after.results = results;
  }

  /** Marks a step as done wrongly, by this action and in the open to nobody unless it is said otherwise. */
  markWrong(stepIndex: number, key: string, how: Partial<Wrong> = {}): void {
    this.#mark(stepIndex, WRONG);
    const { actionIndex } = this;
    const wrong: Wrong = { actionIndex, key, amiss: 'earlier error', final: false, known: false, ...how };
    this.#after.wrongs = new Map(this.#after.wrongs).set(stepIndex, wrong);
  }

  #mark(stepIndex: number, mark: number): void {
    const after = this.#after;
    if (after.marks[stepIndex] === mark) return;
    if (after.marks[stepIndex] === WRONG) {
      const wrongs = new Map(after.wrongs);
      wrongs.delete(stepIndex);
      after.wrongs = wrongs;
    }
    after.marks = after.marks.with(stepIndex, mark);
  }

  /** Brings errors to light, so that nobody goes on as if the step were done. */
  #reveal(which: (wrong: Wrong) => boolean): void {
    for (const [stepIndex, wrong] of this.#after.wrongs)
      if (!wrong.known && which(wrong))
        this.#after.wrongs = new Map(this.#after.wrongs).set(stepIndex, { ...wrong, known: true });
  }

  /** Names an action by the procedure in which it was done. */
  nameOf(action: Action): string {
    return commitmentKey(action, this.before.view, this.before.offer);
  }

  /** Takes down a final action. */
  commit(action: Action): void {
    this.#after.finals = [...this.#after.finals, this.nameOf(action)];
  }

  /** Takes down a final action that the goal does not have. */
  stray(action: Action): void {
    this.commit(action);
    this.#after.stray = [...this.#after.stray, this.nameOf(action)].sort();
    this.makeNoticeable();
  }

  /** Takes down something untrue that the customer was told. */
  mislead(id: string): void {
    this.makeNoticeable();
    if (this.#after.misled.some((untruth) => untruth.id === id)) return;
    this.#after.misled = [...this.#after.misled, { id, actionIndex: this.actionIndex }];
  }

  /** Sets straight what the customer was told wrongly. */
  setStraight(): void {
    this.#after.misled = [];
  }

  /** Delivers a result, to the step that it answers where there is one. */
  deliver(result: KbResult | null, stepIndex: number | null): void {
    if (result === null) return;
    const after = this.#after;
    this.#result = result;
    if (stepIndex !== null) after.results = new Map(after.results).set(stepIndex, after.resultCount);
    after.resultCount += 1;
  }
}

/** A case as its customer sees it. */
export function customerOf(
  state: CaseState,
  { catalog, rates, number, draws }: Omit<EffectContext, 'knowledge'>,
): Customer {
  const { index, marks, beliefs, doubt, decided } = state;
  return {
    plan: index.plan,
    isDone(stepIndex) {
      return marks[stepIndex] === DONE;
    },
    isOpen(stepIndex) {
      return marks[stepIndex] === OPEN;
    },
    mind: { beliefs, doubt, decided },
    catalog,
    rates,
    number,
    draws,
  };
}

import type { Action } from '../../harness/contract/action.ts';
import { effectOfButton } from '../../harness/contract/case-plan.ts';
import { findProcedure } from '../../harness/contract/catalog.ts';
import { drawBernoulli } from '../../harness/contract/draws.ts';
import { submitControlId } from '../../harness/contract/join-ids.ts';
import type { KbResult } from '../../harness/contract/result.ts';
import type { Rng } from '../../harness/contract/rng.ts';
import type { ActionEffects } from './action-effects.ts';
import { rulesOf } from './action-keys.ts';
import { DONE } from './case-state.ts';
import { correctBelief, reply } from './customer/customer.ts';
import { foundNothing, wrongAnswer } from './kb-fault.ts';
import type { Match } from './match-action.ts';
import type { IndexedStep } from './plan-index.ts';
import { isSameValue } from './same-value.ts';

type Submission = Extract<Action, { kind: 'submit_form' }>;

/** What a submitted form does: fields are written, the knowledge base answers, commitments are made. */
export function applySubmission(now: ActionEffects, action: Submission, match: Match | null): void {
  const writes = now.before.view.writes.has(submitControlId(action.form, action.button));
  if (writes) now.draft.fields = { ...now.draft.fields, ...action.values };
  if (match === null) unplanned(now, action, writes);
  else planned(now, action, match, writes);
}

function planned(now: ActionEffects, action: Submission, { indexed, fit }: Match, writes: boolean): void {
  switch (fit) {
    case 'right':
    case 'early':
      done(now, action, indexed);
      break;
    case 'again':
      now.deliver(indexed.step.result, indexed.at);
      if (indexed.step.effect === 'final') now.stray(action);
      if (writes) spoil(now, action, indexed.at);
      break;
    case 'fouled':
      if (indexed.step.effect === 'nothing') done(now, action, indexed);
      else onWrongGround(now, action, indexed);
      break;
    case 'wrong':
      wrongly(now, action, indexed, writes);
  }
}

function done(now: ActionEffects, action: Submission, indexed: IndexedStep): void {
  const { step, at } = indexed;
  now.markDone(at);
  if (step.effect === 'final') now.commit(action);
  if (step.result !== null && step.effect === 'nothing' && faulty(now)) {
    const { draws, knowledge } = now.around;
    const rng = draws('world', 'wrong answer');
    const result = wrongAnswer(step.result, knowledge.answer(queryOf(now, action), rng), rng);
    now.deliver(result, at);
    const key = JSON.stringify(result);
    if (foundNothing(result)) now.reopen(at);
    else now.markWrong(at, { by: null, key, amiss: 'environment', final: false, known: false });
    return;
  }
  now.deliver(step.result, at);
  reply(now, indexed);
}

function faulty({ around }: ActionEffects): boolean {
  return drawBernoulli(around.rates.kbFault, () => around.draws('world', 'kb fault'));
}

/** Right values, but on a record or after a statement that is wrong: the commitment is wrong with it. */
function onWrongGround(now: ActionEffects, action: Submission, { step, at }: IndexedStep): void {
  const key = now.nameOf(action);
  const final = step.effect === 'final';
  now.markWrong(at, { by: now.actionIndex, key, amiss: 'earlier error', final, known: false });
  if (final) now.stray(action);
  now.deliver(step.result, at);
}

function wrongly(now: ActionEffects, action: Submission, indexed: IndexedStep, writes: boolean): void {
  const { step, at, required } = indexed;
  const key = now.nameOf(action);
  const answer = step.result === null ? null : ask(now, action);
  const nothing = answer !== null && foundNothing(answer);
  now.deliver(answer, at);
  const final = step.effect === 'final';
  const misstated = now.before.beliefs.filter(({ to }) => gives(now, action, to));
  const amiss = misstated.length > 0 ? 'customer' : 'earlier error';
  const stands = writes || final || (required && !nothing);
  if (stands) now.markWrong(at, { by: now.actionIndex, key, amiss, final, known: nothing });
  if (final) now.stray(action);
  if (writes) spoil(now, action, at);
  if (nothing) for (const belief of misstated) correctBelief(now, belief);
}

function unplanned(now: ActionEffects, action: Submission, writes: boolean): void {
  now.deliver(ask(now, action), null);
  commitUnplanned(now, action);
  if (writes) spoil(now, action, -1);
}

/**
 * A commitment that the goal does not have. Where the plan submits the same form by another button, that is to be done
 * again, and what it writes takes the place of this; nothing else undoes it.
 */
function commitUnplanned(now: ActionEffects, action: Submission): void {
  const { view, index } = now.before;
  const form = view.procedure?.forms.find(({ id }) => id === action.form);
  const effect = effectOfButton(form?.buttons.find(({ id }) => id === action.button));
  if (effect === 'nothing') return;
  const instead = index.steps.findLast(
    ({ step, acts }) =>
      step.effect === 'amendable' &&
      step.procedure === view.procedure?.id &&
      acts.some(({ action: planned }) => planned.kind === 'submit_form' && planned.form === action.form),
  );
  if (effect === 'final' || !instead) now.stray(action);
  else {
    const key = now.nameOf(action);
    now.markWrong(instead.at, { by: now.actionIndex, key, amiss: 'earlier error', final: false, known: false });
  }
}

/** Whether a form was submitted with the value. */
function gives({ before }: ActionEffects, { form, values }: Submission, value: string): boolean {
  const { valueKey } = rulesOf(before.offer, before.view.procedure?.id ?? null);
  return Object.entries(values).some(([id, given]) => valueKey(form, id, given) === valueKey(form, id, value));
}

/**
 * Steps whose fields were written over stand wrong again, unless the plan itself goes on to write other values
 * there: those that count in the end are the later step's.
 */
function spoil(now: ActionEffects, action: Submission, by: number): void {
  for (const indexed of now.draft.index.steps) {
    const { at, step, acts } = indexed;
    const [act] = acts;
    if (at === by || now.draft.marks[at] !== DONE || step.effect !== 'amendable' || act?.action.kind !== 'submit_form')
      continue;
    const { values } = act.action;
    const lost = Object.keys(values).some(
      (field) =>
        isSameValue(field, now.before.fields[field], values[field], now.before.offer) &&
        !isSameValue(field, now.draft.fields[field], values[field], now.before.offer) &&
        !isWrittenLater(now, at, field),
    );
    if (lost)
      now.markWrong(at, {
        by: now.actionIndex,
        key: now.nameOf(action),
        amiss: 'earlier error',
        final: false,
        known: false,
      });
  }
}

/** Whether a needed step after this one writes the field. */
function isWrittenLater({ draft, around }: ActionEffects, at: number, field: string): boolean {
  return draft.index.steps.slice(at + 1).some(({ required, step, acts }) => {
    const action = acts[0]?.action;
    if (!required || action?.kind !== 'submit_form' || action.values[field] === undefined) return false;
    const form = findProcedure(around.catalog, step.procedure)?.forms.find(({ id }) => id === action.form);
    return form?.buttons.find(({ id }) => id === action.button)?.writes ?? false;
  });
}

/** The stream is made at the first draw only: a knowledge base that needs none draws none. */
function ask({ before, around }: ActionEffects, action: Submission): KbResult {
  let rng: Rng | undefined;
  const lazily: Rng = {
    next: () => {
      rng ??= around.draws('world', 'knowledge');
      return rng.next();
    },
  };
  return around.knowledge.answer(queryAt(before.view.procedure?.id ?? '', action), lazily);
}

function queryOf({ before }: ActionEffects, action: Submission) {
  return queryAt(before.view.procedure?.id ?? '', action);
}

function queryAt(procedure: string, { form, button, values }: Submission) {
  return { procedure, form, button, values };
}

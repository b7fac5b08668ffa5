import type { Action } from '../../harness/contract/action.ts';
import { effectOfButton } from '../../harness/contract/case-plan.ts';
import { findProcedure } from '../../harness/contract/catalog.ts';
import { drawBernoulli } from '../../harness/contract/draws.ts';
import { submitControlId } from '../../harness/contract/join-ids.ts';
import type { KbResult } from '../../harness/contract/result.ts';
import type { Rng } from '../../harness/contract/rng.ts';
import type { ActionEffects } from './action-effects.ts';
import { isSameValue, rulesOf } from './action-keys.ts';
import { DONE } from './case-state.ts';
import { answerStep, correctBelief } from './customer/customer.ts';
import { otherValue } from './customer/values.ts';
import type { Match } from './match-action.ts';
import type { IndexedStep } from './plan-index.ts';

type Submission = Extract<Action, { kind: 'submit_form' }>;

/** What a submitted form does: fields are written, the knowledge base answers, commitments are made. */
export function applySubmission(now: ActionEffects, action: Submission, match: Match | null): void {
  const writes = now.before.view.writes.has(submitControlId(action.form, action.button));
  if (writes) now.writeFields(action.values);
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
      now.deliver(indexed.step.result, indexed.stepIndex);
      if (indexed.step.effect === 'final') now.stray(action);
      if (writes) spoil(now, action, indexed.stepIndex);
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
  const { step, stepIndex } = indexed;
  now.markDone(stepIndex);
  if (step.effect === 'final') now.commit(action);
  if (step.result !== null && step.effect === 'nothing' && faulty(now)) {
    const { draws, knowledge } = now.around;
    const rng = draws('world', 'wrong answer');
    const result = wrongAnswer(step.result, knowledge.answer(queryOf(now, action), rng), rng);
    now.deliver(result, stepIndex);
    if (foundNothing(result)) now.reopen(stepIndex);
    else now.markWrong(stepIndex, JSON.stringify(result), { actionIndex: null, amiss: 'environment' });
    return;
  }
  now.deliver(step.result, stepIndex);
  now.apply(answerStep(now.customer, stepIndex));
}

function faulty({ around }: ActionEffects): boolean {
  return drawBernoulli(around.rates.kbFault, () => around.draws('world', 'kb fault'));
}

/** Right values, but on a record or after a statement that is wrong: the commitment is wrong with it. */
function onWrongGround(now: ActionEffects, action: Submission, { step, stepIndex }: IndexedStep): void {
  const final = step.effect === 'final';
  now.markWrong(stepIndex, now.nameOf(action), { final });
  if (final) now.stray(action);
  now.deliver(step.result, stepIndex);
}

function wrongly(now: ActionEffects, action: Submission, indexed: IndexedStep, writes: boolean): void {
  const { step, stepIndex, required } = indexed;
  const answer = step.result === null ? null : ask(now, action);
  const nothing = answer !== null && foundNothing(answer);
  const final = step.effect === 'final';
  const misstated = now.before.beliefs.filter(({ to }) => gives(now, action, to));
  const amiss = misstated.length > 0 ? 'customer' : 'earlier error';
  const stands = writes || final || (required && !nothing);
  // What nobody takes for the record sought leaves the one that was found before to be taken up.
  now.deliver(answer, stands && !nothing ? stepIndex : null);
  if (stands) now.markWrong(stepIndex, now.nameOf(action), { amiss, final, known: nothing });
  if (final) now.stray(action);
  if (writes) spoil(now, action, stepIndex);
  if (nothing) for (const belief of misstated) now.apply(correctBelief(now.customer, belief));
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
  else now.markWrong(instead.stepIndex, now.nameOf(action));
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
function spoil(now: ActionEffects, action: Submission, bySubmitting: number): void {
  for (const indexed of now.after.index.steps) {
    const { stepIndex, step, acts } = indexed;
    const [act] = acts;
    if (
      stepIndex === bySubmitting ||
      now.after.marks[stepIndex] !== DONE ||
      step.effect !== 'amendable' ||
      act?.action.kind !== 'submit_form'
    )
      continue;
    const { values } = act.action;
    const lost = Object.keys(values).some(
      (field) =>
        isSameValue(field, now.before.fields[field], values[field], now.before.offer) &&
        !isSameValue(field, now.after.fields[field], values[field], now.before.offer) &&
        !isWrittenLater(now, stepIndex, field),
    );
    if (lost) now.markWrong(stepIndex, now.nameOf(action));
  }
}

/** Whether a needed step after this one writes the field. */
function isWrittenLater({ after, around }: ActionEffects, stepIndex: number, field: string): boolean {
  return after.index.steps.slice(stepIndex + 1).some(({ required, step, acts }) => {
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

/** Whether an answer says openly that there is nothing, so that nobody takes it for the record sought. */
function foundNothing(result: KbResult): boolean {
  return result.total === 0 || (result.items.length === 0 && result.status === null);
}

/**
 * A wrong answer in place of a right one: another record where the answer lists one, the other answer where that
 * differs, else nothing found.
 */
function wrongAnswer(right: KbResult, other: KbResult, rng: Rng): KbResult {
  const items = right.items.map((item) =>
    Object.fromEntries(
      Object.entries(item).map(([id, value]) => [id, otherValue(value, [{ kind: 'text', options: [] }], rng) ?? value]),
    ),
  );
  if (JSON.stringify(items) !== JSON.stringify(right.items)) return { ...right, items };
  if (other.status !== right.status && !foundNothing(other)) return other;
  return { form: right.form, items: [], total: 0, status: null };
}

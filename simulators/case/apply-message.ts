import { type Action, hasHole } from '../../harness/contract/action.ts';
import { statesNothing } from '../../harness/contract/reply-role.ts';
import { ALIKE, likeness } from '../../harness/contract/text.ts';
import type { ActionEffects } from './action-effects.ts';
import { type CaseProgress, isSettled } from './case-progress.ts';
import { answerStep, answerUnplanned, repeatAnswer } from './customer/customer.ts';
import { asksSomething } from './customer/words.ts';
import type { Match } from './match-action.ts';
import type { IndexedStep } from './plan-index.ts';

type Message = Extract<Action, { kind: 'send_text' }>;

/** What a message to the customer does: questions are answered, statements are believed. */
export function applyMessage(now: ActionEffects, action: Message, match: Match | null, progress: CaseProgress): void {
  if (match === null) unplanned(now, action, progress);
  else if (match.fit === 'again') saidAgain(now, match.indexed);
  else if (match.fit !== 'right' && match.indexed.tells && match.indexed.required) mislead(now, action, match.indexed);
  else applyStatement(now, action, match.indexed);
}

function saidAgain(now: ActionEffects, indexed: IndexedStep): void {
  if (indexed.tells) return;
  now.makeNoticeable();
  now.apply(repeatAnswer(now.customer, indexed.stepIndex));
}

function applyStatement(now: ActionEffects, action: Message, indexed: IndexedStep): void {
  now.markDone(indexed.stepIndex);
  if (indexed.step.effect === 'final') now.commit(action);
  // What is true and needed sets straight what was said before.
  if (indexed.tells && indexed.required) now.setStraight();
  now.apply(answerStep(now.customer, indexed.stepIndex, action.text));
}

/** Something untrue was said; whoever said it takes the step for done. */
function mislead(now: ActionEffects, action: Message, instead: IndexedStep | undefined): void {
  const id = action.reply ?? 'free text';
  now.commit(action);
  now.mislead(id);
  if (instead) now.markWrong(instead.stepIndex, id);
}

function unplanned(now: ActionEffects, action: Message, progress: CaseProgress): void {
  const { steps } = now.before.index;
  const open = steps.filter(
    (indexed) =>
      !isSettled(indexed, now.before) &&
      progress.clear[indexed.stepIndex] &&
      indexed.step.actions[0]?.kind === 'send_text',
  );
  const meant = action.reply === null ? open.find((indexed) => isMeant(action, indexed)) : undefined;
  if (meant) applyStatement(now, action, meant);
  else if (action.reply === null && wasMeant(now, action)) return;
  else if (statesNothing(action.text) || isHarmless(now, action)) {
    if (asksSomething(action.text)) now.makeNoticeable();
    now.apply(answerUnplanned(now.customer, action));
  } else {
    const missing = open.find(({ tells, required }) => tells && required);
    mislead(now, action, missing);
  }
}

function wasMeant({ before }: ActionEffects, action: Message): boolean {
  return before.index.steps.some((indexed) => isSettled(indexed, before) && isMeant(action, indexed));
}

/** Whether a free text says what a step says, numbers and all. */
function isMeant(action: Message, { acts }: IndexedStep): boolean {
  if (hasHole(action)) return false;
  return acts.some(
    ({ action: planned }) =>
      planned.kind === 'send_text' &&
      likeness(planned.text, action.text) >= ALIKE &&
      numbers(planned.text) === numbers(action.text),
  );
}

function numbers(text: string): string {
  return (text.match(/\d+/g) ?? []).join(' ');
}

/**
 * What the desk offers whatever the procedure says nothing about the case; what the procedure does not mark as
 * critical does no lasting harm.
 */
function isHarmless({ around, before }: ActionEffects, { reply: id }: Message): boolean {
  if (id === null) return false;
  const own = before.view.procedure?.replies.find((reply) => reply.id === id);
  return own ? !own.critical : around.catalog.desk.replies.some((reply) => reply.id === id);
}

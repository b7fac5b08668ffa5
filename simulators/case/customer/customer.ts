import type { Action } from '../../../harness/contract/action.ts';
import { drawBernoulli } from '../../../harness/contract/draws.ts';
import { replyRole } from '../../../harness/contract/reply-role.ts';
import type { ActionEffects } from '../action-effects.ts';
import { type Belief, OPEN } from '../case-state.ts';
import { mentions } from '../mentions.ts';
import type { IndexedStep } from '../plan-index.ts';
import { considerNewMind } from './change-of-mind.ts';
import { givenValue } from './given-value.ts';
import { otherValue } from './other-value.ts';
import { say } from './sayings.ts';
import { soughtFact } from './sought-fact.ts';

/**
 * The customer's answer to a step that was just done: the session's own words, with a value misstated now and
 * then. Asked to confirm a misstated value, the customer puts it right.
 */
export function reply(now: ActionEffects, indexed: IndexedStep, text = ''): void {
  const doubted = now.draft.beliefs.find(({ to }) => mentions(text, to));
  if (doubted) {
    correctBelief(now, doubted);
    return;
  }
  // The desk said the right value after all: that settles it.
  const settled = now.draft.beliefs.filter(({ from }) => mentions(text, from));
  if (settled.length > 0) {
    now.draft.beliefs = now.draft.beliefs.filter((belief) => !settled.includes(belief));
    now.reveal((wrong) => wrong.amiss === 'customer');
  }
  const { replies } = now.draft.index.steps[indexed.at]!.step;
  const asks = indexed.step.actions[0]?.kind === 'send_text' && !indexed.tells;
  for (const said of replies) utter(now, asks ? misstated(now, indexed, said) : said);
}

/** The answer to a question that was asked before. Where the first answer was wrong, the customer now sees it. */
export function repeatAnswer(now: ActionEffects, indexed: IndexedStep): void {
  const belief = now.draft.beliefs.find(({ ask }) => ask === indexed.at);
  const before = now.draft.index.steps[indexed.at]!.step.replies.at(-1);
  if (belief) correctBelief(now, belief);
  else if (before !== undefined) utter(now, say('again', now.around.number, before));
}

/** The answer to something that the case did not have: from what the customer knows. Courtesies need none. */
export function answerUnplanned(now: ActionEffects, action: Extract<Action, { kind: 'send_text' }>): void {
  const { plan } = now.draft.index;
  const own = action.reply === null ? undefined : plan.answers[action.reply];
  if (own && own.length > 0) for (const text of own) utter(now, text);
  else if (asksSomething(action.text)) {
    const fact = soughtFact(`${action.reply ?? ''} ${action.text}`, Object.keys(plan.facts));
    const { number } = now.around;
    utter(now, fact === null ? say('unknown', number) : say('fact', number, plan.facts[fact]));
  }
}

/** Whether a message wants an answer, whatever else it says. */
export function asksSomething(text: string): boolean {
  return text.includes('?') || replyRole(text) === 'ask';
}

/** The customer puts a misstated value right; what was done with it is seen to be wrong. */
export function correctBelief(now: ActionEffects, belief: Belief): void {
  now.draft.beliefs = now.draft.beliefs.filter((other) => other !== belief);
  now.reveal((wrong) => wrong.amiss === 'customer');
  now.messages.push(say('correction', now.around.number, belief.from));
}

/** Says something; a value that is said rightly is misstated no longer. */
function utter(now: ActionEffects, text: string): void {
  if (now.draft.beliefs.length > 0) now.draft.beliefs = now.draft.beliefs.filter(({ from }) => !mentions(text, from));
  now.messages.push(text);
  considerNewMind(now.draft, text, now.around);
}

function misstated(now: ActionEffects, indexed: IndexedStep, text: string): string {
  const { draft, around } = now;
  if (around.rates.misstate <= 0) return text;
  const given = givenValue(text, draft.index.plan, around.catalog, (at) => draft.marks[at] === OPEN);
  if (!given || !drawBernoulli(around.rates.misstate, () => around.draws('customer', 'misstate'))) return text;
  const to = otherValue(given.value, given.fields, around.draws('customer', 'misstated value'));
  if (to === null || !text.includes(given.value)) return text;
  draft.beliefs = [...draft.beliefs, { from: given.value, to, ask: indexed.at }];
  return text.replaceAll(given.value, () => to);
}

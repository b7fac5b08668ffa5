import type { Action } from '../../../harness/contract/action.ts';
import type { CasePlan, PlanStep } from '../../../harness/contract/case-plan.ts';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { StreamPurpose } from '../../../harness/contract/draw-names.ts';
import { drawBernoulli } from '../../../harness/contract/draws.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import { mentions } from '../../../harness/contract/text.ts';
import type { WorldRates } from '../../../harness/contract/world.ts';
import { givenValue, otherValue } from './values.ts';
import { asksSomething, say, soughtFact } from './words.ts';

/** A value that the customer has misstated, taken for true until it is corrected. */
export interface Belief {
  readonly from: string;
  readonly to: string;
  /** Step that asked for it. */
  readonly stepIndex: number;
}

/** What a customer has in mind. */
export interface CustomerMind {
  readonly beliefs: readonly Belief[];
  /** A value that the customer is about to take back, after so many more actions. */
  readonly doubt: { readonly from: string; readonly to: string; readonly wait: number } | null;
  /** Whether it is decided whether the customer takes a value back. */
  readonly decided: boolean;
}

/** What a customer goes by: the goal as a plan, what of it is done, and what he has in mind. */
export interface Customer {
  /** With all that he has changed since. */
  readonly plan: CasePlan;
  readonly isDone: (stepIndex: number) => boolean;
  /** Whether a step is still to be done. */
  readonly isOpen: (stepIndex: number) => boolean;
  readonly mind: CustomerMind;
  readonly catalog: Catalog;
  readonly rates: WorldRates;
  /** Chooses among wordings. */
  readonly number: number;
  readonly draws: (role: 'customer', purpose: StreamPurpose) => Rng;
}

/** What a customer does to a case. */
export type CustomerEffect =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'mind'; readonly mind: Partial<CustomerMind> }
  /** Errors come to light: those that go back to a misstated value, or that of the action just done. */
  | { readonly kind: 'reveal'; readonly errors: 'customer' | 'action' }
  /** Another value is wanted: steps that were done with the old one are to be done again. */
  | {
      readonly kind: 'change-goal';
      readonly from: string;
      readonly to: string;
      readonly reopened: readonly number[];
    }
  | { readonly kind: 'leave' };

const REVEAL: CustomerEffect = { kind: 'reveal', errors: 'customer' };

/** The longest that a customer takes to think again, in actions of the desk. */
const LONGEST_WAIT = 3;

/**
 * The customer's answer to a step that was just done: the session's own words, with a value misstated now and
 * then. Asked to confirm a misstated value, the customer puts it right.
 */
export function answerStep(customer: Customer, stepIndex: number, text = ''): CustomerEffect[] {
  const { beliefs } = customer.mind;
  const doubted = beliefs.find(({ to }) => mentions(text, to));
  if (doubted) return correctBelief(customer, doubted);
  const { replies, actions, effect } = customer.plan.steps[stepIndex] as PlanStep;
  // The desk said the right value after all: that settles it.
  const left = beliefs.filter(({ from }) => !mentions(text, from));
  const settled: CustomerEffect[] = left.length < beliefs.length ? [REVEAL] : [];
  const asks = actions[0]?.kind === 'send_text' && effect !== 'final';
  return [
    ...settled,
    ...utter({ ...customer, mind: { ...customer.mind, beliefs: left } }, replies, asks ? stepIndex : null),
  ];
}

/** The answer to a question that was asked before. Where the first answer was wrong, the customer now sees it. */
export function repeatAnswer(customer: Customer, stepIndex: number): CustomerEffect[] {
  const belief = customer.mind.beliefs.find((candidate) => candidate.stepIndex === stepIndex);
  if (belief) return correctBelief(customer, belief);
  const before = customer.plan.steps[stepIndex]?.replies.at(-1);
  return before === undefined ? [] : utter(customer, [say('again', customer.number, before)]);
}

/** The answer to something that the case did not have: from what the customer knows. Courtesies need none. */
export function answerUnplanned(
  customer: Customer,
  { reply, text }: Extract<Action, { kind: 'send_text' }>,
): CustomerEffect[] {
  const { plan, number } = customer;
  const own = reply === null ? undefined : plan.answers[reply];
  if (own && own.length > 0) return utter(customer, own);
  if (!asksSomething(text)) return [];
  const fact = soughtFact(`${reply ?? ''} ${text}`, Object.keys(plan.facts));
  return utter(customer, [fact === null ? say('unknown', number) : say('fact', number, plan.facts[fact])]);
}

/** The customer puts a misstated value right; what was done with it is seen to be wrong. */
export function correctBelief({ mind, number }: Customer, belief: Belief): CustomerEffect[] {
  return [
    { kind: 'mind', mind: { beliefs: mind.beliefs.filter((other) => other !== belief) } },
    REVEAL,
    { kind: 'say', text: say('correction', number, belief.from) },
  ];
}

/** Says things, misstating values where a step asked for them; a value that is said rightly is misstated no longer. */
function utter(customer: Customer, texts: readonly string[], askedBy: number | null = null): CustomerEffect[] {
  let { mind } = customer;
  const said = texts.map((words): CustomerEffect => {
    const slip = askedBy === null ? null : misstatement(customer, words);
    const text = slip ? words.replaceAll(slip.from, () => slip.to) : words;
    let { beliefs } = mind;
    if (slip) beliefs = [...beliefs, { ...slip, stepIndex: askedBy as number }];
    if (beliefs.length > 0) beliefs = beliefs.filter(({ from }) => !mentions(text, from));
    mind = { ...mind, beliefs, ...considerNewMind({ ...customer, mind }, text) };
    return { kind: 'say', text };
  });
  return [{ kind: 'mind', mind }, ...said];
}

function misstatement(customer: Customer, text: string): { from: string; to: string } | null {
  const { rates, plan, catalog, isOpen, draws } = customer;
  if (rates.misstate <= 0) return null;
  const given = givenValue(text, plan, catalog, isOpen);
  if (!given || !drawBernoulli(rates.misstate, () => draws('customer', 'misstate'))) return null;
  const to = otherValue(given.value, given.fields, draws('customer', 'misstated value'));
  return to === null || !text.includes(given.value) ? null : { from: given.value, to };
}

/** Decides, once in the case, at the first value that is given, whether the customer will take it back. */
export function considerNewMind(customer: Customer, text: string): Partial<CustomerMind> {
  const { rates, plan, catalog, isOpen, draws, mind } = customer;
  if (rates.changeMind <= 0 || mind.decided) return {};
  const given = givenValue(text, plan, catalog, isOpen);
  if (!given) return {};
  if (!drawBernoulli(rates.changeMind, () => draws('customer', 'change of mind'))) return { decided: true };
  const rng = draws('customer', 'new mind');
  const to = otherValue(given.value, given.fields, rng);
  if (to === null) return { decided: true };
  return { decided: true, doubt: { from: given.value, to, wait: 1 + Math.floor(rng.next() * LONGEST_WAIT) } };
}

/**
 * Lets a customer who was about to change mind before the action think on, and say so when the time has come: the goal
 * is then another, and forms that were sent with the old value are to be sent again. Too late where it cannot be undone.
 */
export function thinkOn({ plan, isDone, mind, number }: Customer, doubt: CustomerMind['doubt']): CustomerEffect[] {
  if (doubt === null) return [];
  if (doubt.wait > 1) return [{ kind: 'mind', mind: { doubt: { ...doubt, wait: doubt.wait - 1 } } }];
  const { from, to } = doubt;
  const done = [...plan.steps.keys()].filter((at) => isDone(at) && uses(plan.steps[at] as PlanStep, from));
  if (done.some((at) => plan.steps[at]?.effect === 'final')) return [{ kind: 'mind', mind: { doubt: null } }];
  return [
    { kind: 'mind', mind: { doubt: null, beliefs: mind.beliefs.filter((belief) => belief.from !== from) } },
    { kind: 'change-goal', from, to, reopened: done },
    { kind: 'say', text: say('newMind', number, to) },
  ];
}

function uses({ actions }: PlanStep, value: string): boolean {
  return actions.some((action) => action.kind === 'submit_form' && Object.values(action.values).includes(value));
}

/** What the customer makes of a wrong action that can be noticed from outside: leaves, complains, or bears it. */
export function takeOffence({ rates, draws, number }: Customer): CustomerEffect[] {
  if (drawBernoulli(rates.leave, () => draws('customer', 'leave')))
    return [{ kind: 'leave' }, { kind: 'say', text: say('leaving', number) }];
  if (!drawBernoulli(rates.complain, () => draws('customer', 'complain'))) return [];
  return [
    { kind: 'reveal', errors: 'action' },
    { kind: 'say', text: say('complaint', number) },
  ];
}

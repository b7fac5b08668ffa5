import { drawBernoulli } from '../../../harness/contract/draws.ts';
import type { ActionEffects, EffectContext } from '../action-effects.ts';
import { DONE, type Draft, OPEN } from '../case-state.ts';
import { derivePlan } from '../derive-plan.ts';
import type { IndexedStep } from '../plan-index.ts';
import { givenValue } from './given-value.ts';
import { otherValue } from './other-value.ts';
import { say } from './sayings.ts';

/** The longest that a customer takes to think again, in actions of the desk. */
const LONGEST_WAIT = 3;

/** Decides, once in the case, at the first value that is given, whether the customer will take it back. */
export function considerNewMind(
  draft: Draft,
  text: string,
  { rates, catalog, draws }: Pick<EffectContext, 'rates' | 'catalog' | 'draws'>,
): void {
  if (rates.changeMind <= 0 || draft.decided) return;
  const given = givenValue(text, draft.index.plan, catalog, (at) => draft.marks[at] === OPEN);
  if (!given) return;
  draft.decided = true;
  if (!drawBernoulli(rates.changeMind, () => draws('customer', 'change of mind'))) return;
  const rng = draws('customer', 'new mind');
  const to = otherValue(given.value, given.fields, rng);
  if (to !== null) draft.doubt = { from: given.value, to, wait: 1 + Math.floor(rng.next() * LONGEST_WAIT) };
}

/**
 * Lets a customer who is about to change mind think on, and say so when the time has come: the goal is then
 * another, and forms that were sent with the old value are to be sent again. Too late where it cannot be undone.
 */
export function thinkOn(now: ActionEffects): void {
  const { draft, before } = now;
  const { doubt } = before;
  if (doubt === null || draft.doubt !== doubt) return;
  if (doubt.wait > 1) {
    draft.doubt = { ...doubt, wait: doubt.wait - 1 };
    return;
  }
  draft.doubt = null;
  const using = draft.index.steps.filter((indexed) => uses(indexed, doubt.from));
  const done = using.filter(({ at }) => draft.marks[at] === DONE);
  if (done.some(({ step }) => step.effect === 'final')) return;
  draft.index = derivePlan(draft.index, doubt.from, doubt.to);
  draft.beliefs = draft.beliefs.filter(({ from }) => from !== doubt.from);
  for (const { at } of done) now.reopen(at);
  now.messages.push(say('newMind', now.around.number, doubt.to));
}

function uses({ acts }: IndexedStep, value: string): boolean {
  return acts.some(({ action }) => action.kind === 'submit_form' && Object.values(action.values).includes(value));
}

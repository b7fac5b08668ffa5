import { drawBernoulli } from '../../../harness/contract/draws.ts';
import type { ActionEffects } from '../action-effects.ts';
import { say } from './sayings.ts';

/** What the customer makes of a wrong action that can be noticed from outside: leaves, complains, or bears it. */
export function takeOffence(now: ActionEffects): void {
  const { rates, draws, number } = now.around;
  if (!now.noticeable || now.draft.ending !== null) return;
  if (drawBernoulli(rates.leave, () => draws('customer', 'leave'))) {
    now.draft.ending = 'abandoned';
    now.messages.push(say('leaving', number));
  } else if (drawBernoulli(rates.complain, () => draws('customer', 'complain'))) {
    now.reveal(({ by }) => by === now.actionIndex);
    now.messages.push(say('complaint', number));
  }
}

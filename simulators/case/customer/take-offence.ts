import { happens } from '../../../harness/contract/draws.ts';
import type { Happening } from '../happening.ts';
import { say } from './sayings.ts';

/** What the customer makes of a wrong action that can be noticed from outside: leaves, complains, or bears it. */
export function takeOffence(now: Happening): void {
  const { rates, draws, number } = now.around;
  if (!now.noticeable || now.draft.ending !== null) return;
  if (happens(rates.leave, () => draws('customer', 'leave'))) {
    now.draft.ending = 'abandoned';
    now.messages.push(say('leaving', number));
  } else if (happens(rates.complain, () => draws('customer', 'complain'))) {
    now.reveal(({ by }) => by === now.by);
    now.messages.push(say('complaint', number));
  }
}

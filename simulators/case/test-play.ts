/** How the tests of world and customers go through a case. */
import { type Action, actionKey } from '../../harness/contract/action.ts';
import { actionRules } from '../../harness/contract/action-rules.ts';
import type { KnowledgeBase, WorldCase } from '../../harness/contract/world.ts';
import { ACTS, noStreams, submit, testCatalog, testKnowledge, testPlan, testSession, testWorld } from './test-case.ts';

export const skip: Action = { kind: 'click_control', control: 'button:skip' };
export const wrongGrant: Action = submit('decision', 'grant', { reason: 'Late' });

export function play(now: WorldCase, ...actions: Action[]): WorldCase {
  return actions.reduce((moment, action) => moment.perform(action, 'operator'), now);
}

/** A case of the test plan, without courtesies. */
export const start = (options = {}, knowledge: KnowledgeBase = testKnowledge) =>
  testWorld(testPlan({ courtesies: false, ...options }), {}, knowledge).begin(testSession(), noStreams);
export const decided = () => play(start({ lookUp: false }), ACTS.select, skip, ACTS.askReason);
export const asked = () => play(start(), ACTS.select, ACTS.askNumber, ACTS.askShop);
export const toPay = () => play(decided(), ACTS.grant, ACTS.askAccount, ACTS.confirm);

/** Does what is right until the case is over. */
export function finish(now: WorldCase): WorldCase {
  let moment = now;
  for (let n = 0; !moment.over && n < 60; n++) moment = play(moment, moment.truth.acceptable[0] as Action);
  return moment;
}

export function keys(actions: readonly Action[] = []): string[] {
  return actions.map(keyOf);
}

export function keyOf(action: Action): string {
  return actionKey(action, actionRules(testCatalog, 'refund'));
}

/** How an end names what was done for good in the refund. */
export function commitment(action: Action): string {
  return `refund ${keyOf(action)}`;
}

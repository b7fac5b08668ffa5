import { expect, it } from 'vitest';
import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import { screen } from '../../testing/small-desk.ts';
import { recipe } from '../markov.ts';

const say = (reply: string): Action => ({ kind: 'send_text', reply, text: reply });
const [NAME, CITY, CONFIRM] = ['ask_name', 'ask_city', 'confirm'].map(say) as [Action, Action, Action];
/** A screen on which these replies were sent already. */
const after = (...replies: string[]) =>
  screen({
    timeline: replies.map((reply) => ({
      kind: 'send_text',
      target: actionTarget(say(reply)),
      values: {},
      messageCount: 0,
    })),
    controls: screen().controls.filter(({ kind }) => kind === 'reply'),
  });
const learn = (...told: readonly (readonly [string, Action])[]) =>
  recipe.fit(
    told.map(([before, action]) => ({ screen: after(...before.split(' ').filter(Boolean)), action, session: 's' })),
    { seed: '1' },
  );
async function confidences(policy: Awaited<ReturnType<typeof learn>>, before: string) {
  const [suggestion] = await policy.suggest([after(...before.split(' '))]);
  return Object.fromEntries(suggestion!.ranked.map(({ action, confidence }) => [actionTarget(action), confidence]));
}
const [name, city, confirm] = [NAME, CITY, CONFIRM].map(actionTarget) as [string, string, string];

it('backs off by how much a context has seen and how varied it was', async () => {
  // Nothing is known of what follows on `confirm`, so that only how often each was done counts: 3 to 1, and 2 kinds.
  const policy = await learn(['x', NAME], ['x', NAME], ['x', NAME], ['x', CITY]);
  const unknown = await confidences(policy, 'confirm');
  expect(unknown[name]).toBeCloseTo((3 + 2 / 3) / 6, 12);
  expect(unknown[city]).toBeCloseTo((1 + 2 / 3) / 6, 12);
  expect(unknown[confirm]).toBeCloseTo(2 / 3 / 6, 12);
});

it('leaves more to what a context does not know, the more different things it saw', async () => {
  const same = await confidences(await learn(['x', NAME], ['x', NAME]), 'x');
  const varied = await confidences(await learn(['x', NAME], ['x', CITY]), 'x');
  expect(varied[confirm]!).toBeGreaterThan(2 * same[confirm]!);
});

it('goes by the longest context that it knows', async () => {
  const policy = await learn(['x', NAME], ['x', NAME], ['y x', CITY], ['y x', CITY]);
  const best = async (before: string) =>
    Object.entries(await confidences(policy, before)).sort((a, b) => b[1] - a[1])[0];
  expect((await best('y x'))?.[0]).toBe(city);
  expect((await best('x'))?.[0]).toBe(name);
});

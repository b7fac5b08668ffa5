import { expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Session } from '../contract/session.ts';
import type { CaseEnd, World, WorldCase } from '../contract/world.ts';
import { replayLog } from './replay-log.ts';
import { testCatalog } from './test-desk.ts';
import { testSession } from './test-roles.ts';

const close: Action = { kind: 'close', resolution: 'solved' };
const say = (text: string): Action => ({ kind: 'send_text', reply: null, text });
const END: CaseEnd = { how: 'unfinished', goalReached: false, fields: {}, commitments: [], misled: [] };

/** A world in which these actions are right, one after the other, and that is over after so many. */
function worldOf(right: readonly Action[], overAfter: number, end: Partial<CaseEnd> = {}) {
  const performed: Action[] = [];
  const momentAt = (at: number) =>
    ({
      over: at >= overAfter,
      truth: { acceptable: right[at] ? [right[at]] : [] },
      end: { ...END, ...end },
      perform: (action: Action) => {
        performed.push(action);
        return momentAt(at + 1);
      },
    }) as unknown as WorldCase;
  return { world: { begin: () => momentAt(0) } as World, performed };
}
const logged = (...actions: Action[]): Session => {
  const session = testSession('s');
  return { ...session, steps: actions.map((action) => ({ ...session.steps[0]!, action, result: null })) };
};
const streams = () => ({ next: () => 0.5 });
const replay = (session: Session, { world }: { world: World }) => replayLog(session, testCatalog, world, streams);

it('performs what was logged until log or case is over, and counts what of it was right', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(say);
  const whole = worldOf([a!, c!, c!], 9);
  expect(replay(logged(a!, b!, c!), whole)).toMatchObject({ steps: 3, right: 2 });
  expect(whole.performed).toEqual([a, b, c]);
  const short = worldOf([a!, b!, c!], 2);
  expect(replay(logged(a!, b!, c!), short)).toMatchObject({ steps: 2, right: 2 });
  expect(short.performed).toEqual([a, b]);
  expect(replay(logged(), worldOf([], 9))).toMatchObject({ steps: 0, right: 0 });
});

it('says why the goal was not reached, and nothing where it was', () => {
  const cause = (end: Partial<CaseEnd>, right: readonly Action[] = [], over = 9) =>
    replay(logged(), worldOf(right, over, end)).cause;
  expect(cause({ how: 'resolved', goalReached: true })).toBeNull();
  expect(cause({}, [close])).toBe('The log ends before the goal: close is left to be done.');
  expect(cause({}, [close], 0)).toBe('The log ends before the goal: nothing is left to be done.');
  expect(cause({ how: 'closed-wrongly', misled: ['x'] })).toBe('The case ended otherwise: closed-wrongly.');
  expect(cause({ how: 'resolved', misled: ['x'] })).toMatch(/^The customer was told something that was not so/);
  expect(cause({ how: 'resolved' })).toMatch(/^What stands at the end differs/);
});

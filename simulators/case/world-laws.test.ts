import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, actionKey, sameAction } from '../../harness/contract/action.ts';
import type { CasePlan } from '../../harness/contract/case-plan.ts';
import { illegalReason } from '../../harness/contract/legal.ts';
import type { Streams } from '../../harness/contract/rng.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import type { Session } from '../../harness/contract/session.ts';
import type { World, WorldCase, WorldRates } from '../../harness/contract/world.ts';
import { createInProcessDesk, type InProcessDesk } from '../desk/in-process.ts';
import { resolveMove } from '../desk/testing/resolve-move.ts';
import { anyPlan, noStreams, testCatalog, testPlan, testSession, testStreams, testWorld } from './test-case.ts';
import { keys } from './test-play.ts';

/** A case and the real desk, side by side. */
class Play {
  readonly desk: InProcessDesk = createInProcessDesk(testCatalog);
  readonly actions: Action[] = [];
  now: WorldCase;

  constructor(world: World, session: Session = testSession(), streams: Streams = noStreams) {
    this.now = world.begin(session, streams);
    this.desk.reset(session);
    this.desk.deliver(this.now.arrivals);
  }

  get screen(): Screen {
    return this.desk.observe();
  }

  perform(action: Action): void {
    this.desk.perform(action, 'operator');
    this.now = this.now.perform(action, 'operator');
    this.desk.deliver(this.now.arrivals);
    this.actions.push(action);
  }

  /** Does what is right until nothing is left; how many actions that took. */
  finish(limit: number): number {
    let taken = 0;
    for (; !this.now.over && taken <= limit; taken++) this.perform(this.now.truth.acceptable[0] as Action);
    return taken;
  }
}

const anyRates: fc.Arbitrary<WorldRates> = fc.record({
  misstate: fc.constantFrom(0, 0.5, 1),
  changeMind: fc.constantFrom(0, 0.5, 1),
  complain: fc.constantFrom(0, 0.5),
  leave: fc.constantFrom(0, 0.05),
  kbFault: fc.constantFrom(0, 0.5),
});

/** What to do at one moment: something right, something that looks right, or anything at all but an end. */
const anyPicks = fc.array(
  fc.record({
    how: fc.constantFrom('right', 'apparent', 'any'),
    pick: fc.nat(),
    text: fc.constantFrom('x', '47 7', '48213'),
  }),
  { maxLength: 14 },
);
type Picks = typeof anyPicks extends fc.Arbitrary<infer T> ? T : never;

function chosen({ now, screen }: Play, { how, pick, text }: Picks[number]): Action | null {
  const { acceptable, apparent = acceptable } = now.truth;
  if (how === 'right') return acceptable[pick % acceptable.length] ?? null;
  const any = how === 'apparent' ? (apparent[pick % apparent.length] ?? null) : resolveMove(screen, pick, [text]);
  return any?.kind === 'close' || any?.kind === 'transfer' ? null : any;
}

function wander(plan: CasePlan, picks: Picks, rates: WorldRates, seed: number, look: (play: Play) => void): Play {
  const play = new Play(testWorld(plan, rates), testSession(), testStreams(seed));
  look(play);
  for (const pick of picks) {
    const action = play.now.over ? null : chosen(play, pick);
    if (action === null) continue;
    play.perform(action);
    look(play);
  }
  return play;
}

describe('laws of the closed-loop world', () => {
  it('offers something right while the case is not over, and only what the desk allows', () => {
    fc.assert(
      fc.property(anyPlan, anyPicks, anyRates, fc.nat(), (plan, picks, rates, seed) => {
        wander(plan, picks, rates, seed, ({ now, screen }) => {
          if (now.over) return;
          const { acceptable, apparent = [], repairs = [] } = now.truth;
          expect(acceptable.length).toBeGreaterThan(0);
          for (const action of [...acceptable, ...apparent, ...repairs])
            expect([actionKey(action), illegalReason(action, screen)]).toEqual([actionKey(action), null]);
          for (const action of repairs) expect(acceptable.some((other) => sameAction(other, action))).toBe(true);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('reaches the goal by the reference, in no more actions than the plan has steps and places', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const play = new Play(testWorld(plan));
        // Three screens are entered on the way.
        expect(play.finish(40)).toBeLessThanOrEqual(plan.steps.length + 3);
        expect(play.now.end).toMatchObject({ how: 'resolved', goalReached: true, misled: [] });
        expect(play.now.end.fields).toEqual(play.screen.fields);
      }),
      { numRuns: 24 },
    );
  });

  it('gives the log back where the operator does what is right', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (plan, order) => {
        const logged = new Play(testWorld(plan));
        for (const pick of order) {
          const { acceptable } = logged.now.truth;
          if (!logged.now.over) logged.perform(acceptable[pick % acceptable.length] as Action);
        }
        logged.finish(40);
        // Once optional steps have been passed over, the log does them late: only a log in plan order is given back.
        const straight = new Play(testWorld(plan));
        straight.finish(40);
        const again = new Play(testWorld(structuredClone(plan)), testSession(straight.actions));
        again.finish(40);
        expect(keys(again.actions)).toEqual(keys(straight.actions));
        expect(logged.now.end.goalReached).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('comes to an end from everywhere by the reference, in a bounded number of actions', () => {
    fc.assert(
      fc.property(anyPlan, anyPicks, anyRates, fc.nat(), (plan, picks, rates, seed) => {
        const play = wander(plan, picks, { ...rates, kbFault: 0 }, seed, () => {});
        const limit = 3 * plan.steps.length + 10;
        expect(play.finish(limit)).toBeLessThanOrEqual(limit);
        expect(play.now.over).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the desk’s fields', () => {
    fc.assert(
      fc.property(anyPlan, anyPicks, anyRates, fc.nat(), (plan, picks, rates, seed) => {
        wander(plan, picks, rates, seed, ({ now, screen }) => expect(now.end.fields).toEqual(screen.fields));
      }),
      { numRuns: 50 },
    );
  });

  it('has the same things left to do in the same condition', () => {
    const left = new Map<string, string>();
    let met = 0;
    const plan = testPlan();
    fc.assert(
      fc.property(anyPicks, anyRates, fc.nat(), (picks, rates, seed) => {
        wander(plan, picks, rates, seed, ({ now }) => {
          if (now.over) return;
          // Which number a result has in the case is part of its history.
          const keys = (actions: readonly Action[] = []) =>
            actions.map((action) => actionKey(action).replace(/result:\d+/, 'result')).sort();
          const { acceptable, apparent, repairs, amiss } = now.truth;
          const things = JSON.stringify([keys(acceptable), keys(apparent), keys(repairs), amiss]);
          if (left.has(now.condition)) met += 1;
          expect(left.get(now.condition) ?? things).toBe(things);
          left.set(now.condition, things);
        });
      }),
      { numRuns: 200 },
    );
    expect(met).toBeGreaterThan(100);
  });

  it('leaves every moment as it was, and answers the same again', () => {
    fc.assert(
      fc.property(anyPlan, anyPicks, anyRates, fc.nat(), (plan, picks, rates, seed) => {
        const seen: { now: WorldCase; shown: string }[] = [];
        const show = (now: WorldCase) =>
          JSON.stringify([
            now.arrivals,
            now.over,
            now.condition,
            now.situation,
            now.standing,
            now.end,
            now.over ? null : now.truth,
          ]);
        wander(plan, picks, rates, seed, ({ now }) => seen.push({ now, shown: show(now) }));
        for (const { now, shown } of seen) {
          if (!now.over) {
            const action = now.truth.acceptable[0] as Action;
            expect(show(now.perform(action, 'operator'))).toBe(show(now.perform(action, 'automation')));
          }
          expect(show(now)).toBe(shown);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('draws from no stream at zero rates, whatever is done', () => {
    fc.assert(
      fc.property(anyPlan, anyPicks, (plan, picks) => {
        const play = new Play(testWorld(plan));
        for (const pick of picks) {
          const action = play.now.over ? null : chosen(play, pick);
          if (action) play.perform(action);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lets steps that are free in order change places', () => {
    fc.assert(
      fc.property(anyPlan, anyPicks, fc.nat(), fc.nat(), (plan, picks, first, second) => {
        const play = wander(plan, picks, { ...ZERO }, 0, () => {});
        if (play.now.over) return;
        const { acceptable } = play.now.truth;
        const a = acceptable[first % acceptable.length] as Action;
        const b = acceptable[second % acceptable.length] as Action;
        const stays = [a, b].every((action) => action.kind === 'send_text');
        const then = play.now.perform(a, 'operator');
        const still = !then.over && then.truth.acceptable.some((action) => sameAction(action, b));
        if (!stays || sameAction(a, b) || !still) return;
        const other = play.now.perform(b, 'operator');
        if (other.over || !other.truth.acceptable.some((action) => sameAction(action, a))) return;
        expect(other.perform(a, 'operator').condition).toBe(then.perform(b, 'operator').condition);
      }),
      { numRuns: 150 },
    );
  });

  it('names a situation anew each time, and the same for the same history', () => {
    const plan = testPlan();
    const play = new Play(testWorld(plan));
    const [first] = [play.now];
    const away = first.perform({ kind: 'select_procedure', procedure: 'address' }, 'operator');
    const twice = away.perform({ kind: 'select_procedure', procedure: 'address' }, 'operator');
    expect(twice.condition).toBe(away.condition);
    expect(twice.situation).not.toBe(away.situation);
    expect(Number.isInteger(twice.situation) && twice.situation >= 0 && twice.situation < 2 ** 32).toBe(true);
  });
});

const ZERO: WorldRates = { misstate: 0, changeMind: 0, complain: 0, leave: 0, kbFault: 0 };

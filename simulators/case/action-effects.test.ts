import { describe, expect, it } from 'vitest';
import { CALM_WORLD } from '../../harness/contract/world.ts';
import { ActionEffects } from './action-effects.ts';
import { type CaseState, DONE, OPEN, WRONG } from './case-state.ts';
import { ACTS, FACTS, testCatalog, testKnowledge, testPlan } from './test-case.ts';
import { stateOf, wrong } from './test-state.ts';

describe('what an action leads to', () => {
  const plan = testPlan();
  const around = {
    catalog: testCatalog,
    knowledge: testKnowledge,
    rates: CALM_WORLD,
    number: 0,
    draws: () => ({ next: () => 0 }),
  };
  const effects = (more: Partial<CaseState> = {}) =>
    new ActionEffects(
      stateOf(
        plan,
        plan.steps.map(() => OPEN),
        more,
      ),
      around,
    );

  it('leaves the case as it was, but counted', () => {
    const now = effects();
    expect(now.after).toEqual({ ...now.before, actionCount: 8 });
    expect([now.actionIndex, now.offends, now.arrivals]).toEqual([7, false, []]);
  });

  it('marks steps, and forgets what was wrong once it is put right', () => {
    const now = effects();
    now.markWrong(2, 'key');
    expect(now.after.wrongs.get(2)).toEqual(wrong({ actionIndex: 7, key: 'key' }));
    now.markWrong(3, 'x', { actionIndex: null, amiss: 'environment', final: true, known: true });
    expect(now.after.wrongs.get(3)).toEqual({
      actionIndex: null,
      key: 'x',
      amiss: 'environment',
      final: true,
      known: true,
    });
    now.markDone(2);
    expect([now.after.marks[2], now.after.wrongs.has(2), now.after.marks[3]]).toEqual([DONE, false, WRONG]);
    now.reopen(3);
    expect([now.after.marks[3], now.after.wrongs.size]).toEqual([OPEN, 0]);
    expect(now.before.marks[2]).toBe(OPEN);
  });

  it('brings to light the errors of the customer, or of this action', () => {
    const of = (errors: 'customer' | 'action') => {
      const now = effects({
        marks: plan.steps.map(() => WRONG),
        wrongs: new Map([
          [0, wrong({ amiss: 'customer', actionIndex: 1 })],
          [1, wrong({ actionIndex: 7 })],
          [2, wrong({ actionIndex: 6 })],
        ]),
      });
      now.apply([{ kind: 'reveal', errors }]);
      return [0, 1, 2].map((at) => now.after.wrongs.get(at)?.known);
    };
    expect([of('customer'), of('action')]).toEqual([
      [true, false, false],
      [false, true, false],
    ]);
  });

  it('takes down what cannot be undone; what the goal does not have can be noticed', () => {
    const now = effects();
    now.commit(ACTS.paid);
    expect([now.after.finals.length, now.after.stray, now.offends]).toEqual([1, [], false]);
    now.stray(ACTS.refused);
    now.stray(ACTS.close);
    expect([now.after.finals.length, now.offends]).toEqual([3, true]);
    expect(now.after.stray).toEqual([...now.after.stray].sort());
    now.apply([{ kind: 'leave' }]);
    expect([now.after.ending, now.offends]).toEqual(['abandoned', false]);
  });

  it('misleads once by the same, until it is set straight', () => {
    const now = effects({ misled: [{ id: 'old', actionIndex: 3 }] });
    now.mislead('old');
    now.mislead('new');
    expect(now.after.misled).toEqual([
      { id: 'old', actionIndex: 3 },
      { id: 'new', actionIndex: 7 },
    ]);
    expect(now.offends).toBe(true);
    now.setStraight();
    expect(now.after.misled).toEqual([]);
  });

  it('delivers results first, numbered, to the step that they answer', () => {
    const now = effects({ resultCount: 4 });
    now.apply([{ kind: 'say', text: 'hi' }]);
    now.deliver(null, 1);
    expect(now.after.resultCount).toBe(4);
    const result = { form: 'f', items: [], total: null, status: null };
    now.deliver(result, 1);
    expect([now.after.resultCount, now.after.results.get(1)]).toEqual([5, 4]);
    expect(now.arrivals).toEqual([
      { kind: 'result', result },
      { kind: 'message', text: 'hi' },
    ]);
    now.deliver(result, null);
    expect([now.after.resultCount, now.after.results.size]).toEqual([6, 1]);
    now.deliver(result, 2);
    now.reopen(1);
    expect([...now.after.results.keys()]).toEqual([2]);
  });

  it('changes the goal, and reopens what was done with the old value', () => {
    const now = effects({ marks: plan.steps.map(() => DONE) });
    now.apply([{ kind: 'change-goal', from: FACTS.number, to: '1', reopened: [3] }]);
    expect(now.after.index.plan.facts.number).toBe('1');
    expect(now.after.marks.flatMap((mark, at) => (mark === OPEN ? [at] : []))).toEqual([3]);
    now.writeFields({ a: '1' });
    now.writeFields({ b: '2' });
    expect(now.after.fields).toEqual({ a: '1', b: '2' });
  });
});

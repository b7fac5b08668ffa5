import { describe, expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import type { CasePlan, PlanStep } from '../../harness/contract/case-plan.ts';
import { openCase } from '../desk/model/desk-state.ts';
import { isSettled, mustMend, seemingProgress, trueProgress } from './case-progress.ts';
import { DONE, OPEN, WRONG, type Wrong } from './case-state.ts';
import { planIndex } from './plan-index.ts';
import { replaceInPlan } from './replace-in-plan.ts';
import { ACTS, FACTS, submit, testCatalog, testPlan, testSession } from './test-case.ts';
import { stateOf, wrong } from './test-state.ts';

const step = (id: string, action: Action, after: string[] = [], more: Partial<PlanStep> = {}): PlanStep => ({
  ...{ id, actions: [action], procedure: 'refund', after, optional: false, effect: 'nothing', result: null },
  replies: [],
  ...more,
});
const planOf = (...steps: PlanStep[]): CasePlan => ({ ...testPlan(), steps });
const indexOf = (plan: CasePlan, actions: Action[] = []) => {
  const session = testSession(actions);
  return planIndex(plan, session, openCase(session, testCatalog));
};
describe('a plan prepared for look-up', () => {
  it('knows what the goal needs, also through what waits for it; an end needs nothing optional', () => {
    const aside = step('aside', ACTS.hello, [], { optional: true });
    const plan = planOf(
      step('a', ACTS.askNumber, [], { optional: true }),
      aside,
      step('b', ACTS.search, ['a'], { optional: true }),
      step('c', ACTS.found, ['b'], { effect: 'final' }),
      step('end', ACTS.close, ['c', 'aside'], { procedure: null, effect: 'final' }),
    );
    const { steps } = indexOf(plan);
    expect(steps.map(({ required }) => required)).toEqual([true, false, true, true, true]);
    expect(steps.map(({ ends }) => ends)).toEqual([false, false, false, false, true]);
    expect(steps.map(({ tells }) => tells)).toEqual([false, false, false, true, false]);
    expect(steps.map(({ after }) => after)).toEqual([[], [], [0], [2], [3, 1]]);
  });

  it('finds steps by what they do, and the procedures that they need', () => {
    const plan = planOf(
      step('a', ACTS.found),
      step('b', ACTS.search),
      step('c', ACTS.found, [], { actions: [ACTS.refused, ACTS.found] }),
      step('d', ACTS.hello, [], { procedure: null }),
    );
    const { byTarget, procedures } = indexOf(plan);
    expect(byTarget.get('send_text found')).toEqual([0, 2]);
    expect(byTarget.get('send_text refused')).toEqual([2]);
    expect(byTarget.get('submit_form order/search')).toEqual([1]);
    expect(procedures).toEqual(['refund']);
  });

  it('takes up the result of the step that asked what the log asked, else the last one before', () => {
    const result = { form: 'order', items: [], total: 1, status: 'ok' };
    const other = submit('order', 'search', { number: '1', shop: 'Phone' });
    const searches = [step('a', ACTS.search, [], { result }), step('b', other, [], { result }), step('c', ACTS.found)];
    const takeUp = (control: string) => step('t', { kind: 'click_control', control }, [], { procedure: null });
    const source = (control: string, ...logged: Action[]) => {
      const session = testSession(logged);
      const steps = session.steps.map((one) => ({ ...one, result: one.action.kind === 'submit_form' ? result : null }));
      const opened = openCase(session, testCatalog);
      return planIndex(planOf(...searches, takeUp(control)), { ...session, steps }, opened).steps[3]?.source;
    };
    expect(source('result:0', ACTS.hello, ACTS.search, other)).toBe(0);
    expect(source('result:1', ACTS.hello, ACTS.search, other)).toBe(1);
    expect(source('result:0')).toBe(1);
    expect(source('button:x')).toBeNull();
  });

  it('has the log’s own way of a step first', () => {
    const plan = planOf(step('a', ACTS.found, [], { actions: [ACTS.found, ACTS.refused] }), step('b', ACTS.hello));
    const logged = indexOf(plan, [ACTS.select, ACTS.refused]);
    expect(logged.steps[0]?.acts.map(({ action }) => action)).toEqual([ACTS.refused, ACTS.found]);
    expect(logged.steps[0]?.track?.action).toEqual(ACTS.refused);
    expect(logged.steps[1]?.track).toBeNull();
    expect(indexOf(planOf(...plan.steps)).steps[0]?.acts[0]?.action).toEqual(ACTS.found);
  });

  it('with another value has it wherever it stood, and is the same once more', () => {
    const plan = testPlan();
    const index = indexOf(plan);
    const changed = replaceInPlan(index, FACTS.number, '99');
    expect(replaceInPlan(index, FACTS.number, '99')).toBe(changed);
    expect(replaceInPlan(index, FACTS.number, '98')).not.toBe(changed);
    const text = JSON.stringify(changed.plan);
    expect(text).not.toContain(FACTS.number);
    expect(text.match(/\b99\b/g)?.length).toBe(JSON.stringify(plan).match(new RegExp(FACTS.number, 'g'))?.length);
    expect(changed.plan.facts).toEqual({ ...FACTS, number: '99' });
    expect(changed.steps.map(({ acts }) => acts[0]?.action)).toEqual(
      changed.plan.steps.map(({ actions }) => actions[0]),
    );
    // Only whole values of forms and fields, but any place of a message.
    expect(replaceInPlan(index, '4821', '0').plan.facts).toEqual(FACTS);
    expect(JSON.stringify(replaceInPlan(index, '4821', '0').plan.steps)).toContain('It is 03.');
    expect(changed.variant).not.toBe(index.variant);
  });
});

describe('how far a plan has come', () => {
  const plan = planOf(
    step('a', ACTS.askNumber),
    step('b', ACTS.askShop, ['a']),
    step('c', ACTS.search, ['b']),
    step('d', ACTS.hello, ['a'], { optional: true }),
    step('e', ACTS.more, [], { optional: true, until: 'b' }),
    step('end', ACTS.close, ['c'], { procedure: null }),
  );
  const progress = (marks: number[], wrongs: [number, Wrong][] = []) => {
    const state = stateOf(plan, marks, { wrongs: new Map(wrongs) });
    return { real: trueProgress(state), seems: seemingProgress(state, state.index), state };
  };

  it('is what is done, what is clear, and whether only the end is left', () => {
    expect(progress([DONE, OPEN, DONE, OPEN, OPEN, OPEN]).real).toEqual({
      ...{ done: [1, 0, 1, 0, 0, 0], clear: [1, 1, 0, 1, 1, 0], foul: [0, 0, 0, 0, 0, 0], finished: false, last: 2 },
    });
    expect(progress([DONE, DONE, DONE, OPEN, OPEN, OPEN]).real).toMatchObject({ finished: true, last: 2 });
    // Done, but not in its turn: it does not count.
    expect(progress([OPEN, DONE, DONE, OPEN, OPEN, OPEN]).real.finished).toBe(false);
    expect(progress([OPEN, OPEN, OPEN, OPEN, OPEN, OPEN]).real.last).toBe(-1);
  });

  it('rests on nothing that was done wrongly, and seems so to who has not noticed', () => {
    const hidden = progress([DONE, WRONG, DONE, OPEN, OPEN, OPEN], [[1, wrong()]]);
    expect(hidden.real).toMatchObject({ done: [1, 0, 1, 0, 0, 0], foul: [0, 0, 1, 0, 0, 1], finished: false });
    expect(hidden.seems).toMatchObject({ done: [1, 1, 1, 0, 0, 0], finished: true });
    const known = progress([DONE, WRONG, DONE, OPEN, OPEN, OPEN], [[1, wrong({ known: true })]]);
    expect(known.seems).toMatchObject({ done: [1, 0, 1, 0, 0, 0], finished: false });
  });

  it('is not over while an optional step is to be mended, unless that cannot be', () => {
    const marks = [DONE, DONE, DONE, WRONG, OPEN, OPEN];
    expect(progress(marks, [[3, wrong()]]).real.finished).toBe(false);
    const final = progress(marks, [[3, wrong({ final: true })]]);
    expect(final.real.finished).toBe(true);
    expect([mustMend(final.state, 3), mustMend(final.state, 0)]).toEqual([false, false]);
    expect(mustMend(progress(marks, [[3, wrong()]]).state, 3)).toBe(true);
  });

  it('makes a step needless once the one is done that it was good for', () => {
    const settled = (marks: number[]) => isSettled(stateOf(plan, marks).index.steps[4]!, stateOf(plan, marks));
    expect(settled([OPEN, OPEN, OPEN, OPEN, OPEN, OPEN])).toBe(false);
    expect(settled([OPEN, DONE, OPEN, OPEN, OPEN, OPEN])).toBe(true);
    expect(settled([OPEN, WRONG, OPEN, OPEN, OPEN, OPEN])).toBe(false);
    expect(settled([OPEN, OPEN, OPEN, OPEN, DONE, OPEN])).toBe(true);
  });
});

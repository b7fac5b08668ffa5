import { describe, expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import type { CasePlan, PlanStep } from '../../harness/contract/case-plan.ts';
import { catalogSchema } from '../../harness/contract/catalog.ts';
import { CALM_WORLD } from '../../harness/contract/world.ts';
import { openCase } from '../desk/model/desk-state.ts';
import { trueProgress } from './case-progress.ts';
import { DONE, OPEN } from './case-state.ts';
import { createWorld } from './create-world.ts';
import { planIndex } from './plan-index.ts';
import { screenPathsFrom } from './screen-paths.ts';
import { ACTS, FACTS, noStreams, testCatalog, testKnowledge, testPlan, testSession } from './test-case.ts';
import { asked, decided, finish, keyOf, keys, play, skip, start, wrongGrant } from './test-play.ts';
import { stateOf } from './test-state.ts';

/** The refund with more buttons where the decision is made: one that cannot be undone, one that leads on. */
const catalog = catalogSchema.parse({
  ...testCatalog,
  procedures: testCatalog.procedures.map((procedure) => ({
    ...procedure,
    screens: procedure.screens.map((screen) => {
      if (screen.id !== 'decide') return screen;
      const buttons = [
        { id: 'wipe', label: 'Wipe', critical: true },
        { id: 'on', label: 'On', critical: false, next: 'pay' },
        { id: 'along', label: 'Along', critical: false, next: 'pay' },
        { id: 'now', label: 'Now', critical: true, next: 'pay' },
      ];
      return { ...screen, buttons };
    }),
  })),
});
const wipe: Action = { kind: 'click_control', control: 'button:wipe' };
const base = testPlan({ courtesies: false, lookUp: false, pay: false });

/** The plan of the refund in which the button is pressed at last, with what the customer says to it. */
function wipingPlan(more: Partial<PlanStep> = {}): CasePlan {
  const grant = base.steps.find(({ actions }) => actions[0] === ACTS.grant)!;
  const pressed = { ...grant, id: 'wiped', actions: [wipe], after: [grant.id], effect: 'final' as const, ...more };
  const steps = base.steps.flatMap((step) => {
    if (step === grant) return [grant, pressed];
    return [step.actions[0]?.kind === 'close' ? { ...step, after: ['wiped'] } : step];
  });
  return { ...base, steps };
}
function begin(plan: CasePlan) {
  const world = createWorld({ catalog, planOf: () => plan, knowledge: testKnowledge, rates: CALM_WORLD });
  return play(world.begin(testSession(), noStreams), ACTS.select, skip, ACTS.askReason);
}
const back = { kind: 'click_control', control: 'button:back' } as const;
const isWipe = (key: string) => key.includes('button:wipe');

describe('a button that the plan has', () => {
  it('commits where it cannot be undone, and the customer answers it', () => {
    const pressed = play(begin(wipingPlan({ replies: ['All gone?'] })), ACTS.grant, back, wipe);
    expect(pressed.arrivals).toEqual([{ kind: 'message', text: 'All gone?' }]);
    const { end } = finish(pressed);
    expect(end.commitments.filter(isWipe)).toHaveLength(1);
    expect(end.goalReached).toBe(true);
  });

  it('commits nothing where it can be pressed again', () => {
    const pressed = play(begin(wipingPlan({ effect: 'nothing' })), ACTS.grant, back, wipe, wipe);
    expect(finish(pressed).end).toMatchObject({ goalReached: true, commitments: ['close Solved'] });
  });

  it('is one commitment too many where it is pressed twice', () => {
    const twice = finish(play(begin(wipingPlan()), ACTS.grant, back, wipe, wipe)).end;
    expect(twice.commitments.filter(isWipe)).toHaveLength(2);
    expect(twice.goalReached).toBe(false);
  });

  it('pressed on wrong ground is wrong for good; what can be pressed again is to be pressed again', () => {
    const final = play(begin(wipingPlan()), wrongGrant, back, wipe);
    expect(finish(final).end.goalReached).toBe(false);
    const mild = play(begin(wipingPlan({ effect: 'nothing' })), wrongGrant, back, wipe);
    expect(finish(mild).end.goalReached).toBe(true);
  });
});

describe('an act that may be done in several ways', () => {
  const or = (plan: CasePlan, act: Action, other: Action): CasePlan => ({
    ...plan,
    steps: plan.steps.map((step) => (step.actions[0] === act ? { ...step, actions: [act, other] } : step)),
  });
  const beginTest = (plan: CasePlan) =>
    createWorld({ catalog: testCatalog, planOf: () => plan, knowledge: testKnowledge, rates: CALM_WORLD }).begin(
      testSession(),
      noStreams,
    );

  it('ends the case rightly by each of them', () => {
    const withdrawn: Action = { kind: 'close', resolution: 'Withdrawn' };
    const done = play(beginTest(or(base, ACTS.close, withdrawn)), ACTS.select, skip, ACTS.askReason, ACTS.grant);
    for (const close of [ACTS.close, withdrawn]) expect(play(done, close).end.how, close.resolution).toBe('resolved');
    expect(play(beginTest(base), ACTS.select, skip, ACTS.askReason, ACTS.grant, withdrawn).end.how).toBe(
      'closed-wrongly',
    );
  });

  it('is meant by own words that say any of them', () => {
    const other: Action = { kind: 'send_text', reply: null, text: 'We found the thing that you bought.' };
    const plan = or(testPlan({ courtesies: false }), ACTS.found, other);
    const searched = play(beginTest(plan), ACTS.select, ACTS.askNumber, ACTS.askShop, ACTS.search);
    for (const text of ['We found the thing that you bougt.', 'I have your odrer here.'])
      expect(play(searched, { kind: 'send_text', reply: null, text }).end.misled, text).toEqual([]);
  });
});

it('what was said untruly is among what was done for good', () => {
  expect(play(asked(), ACTS.search, ACTS.refused).end.commitments).toEqual([expect.stringContaining('refused')]);
  expect(play(start(), ACTS.select, ACTS.askNumber).end.commitments).toEqual([]);
  expect(decided().end.commitments).toEqual([]);
});

it('customers can leave over what the case does not need asked, or what was asked before', () => {
  const leaving = (...actions: Action[]) => {
    const plan = testPlan({ courtesies: false });
    const world = createWorld({
      catalog: testCatalog,
      planOf: () => plan,
      knowledge: testKnowledge,
      rates: { ...CALM_WORLD, leave: 1 },
    });
    return play(world.begin(testSession(), noStreams), ACTS.select, ...actions).end.how;
  };
  const street: Action = { kind: 'send_text', reply: 'ask_street', text: 'Which street is it?' };
  expect(leaving(ACTS.askNumber)).toBe('unfinished');
  expect(leaving(ACTS.askNumber, ACTS.askNumber)).toBe('abandoned');
  expect(leaving(ACTS.stray, street)).toBe('abandoned');
});

describe('ways from one screen to the others', () => {
  const plan = testPlan({ courtesies: false, lookUp: false });
  const session = testSession();
  const granted = plan.steps.findIndex(({ actions }) => actions[0] === ACTS.grant);
  const waysFrom = (reason: string | null) => {
    const opened = openCase(session, catalog);
    // An index is of the catalog that it was made with.
    const fresh = structuredClone(plan);
    const index = planIndex(fresh, session, opened);
    const marks = plan.steps.map((_, at) => (at <= granted && reason !== null ? DONE : OPEN));
    const state = { ...stateOf(plan, marks), index, offer: opened.offer, fields: reason === null ? {} : { reason } };
    const at = screenPathsFrom({ ...state, view: opened.view }, index, trueProgress(state));
    const decide = [...at.keys()].find(({ place }) => place?.screen === 'decide')!;
    const ways = screenPathsFrom({ ...state, view: decide }, index, trueProgress(state));
    return [...ways].map(([{ place }, { length, firstActions }]) => ({
      to: place?.screen ?? '',
      length,
      by: keys(firstActions).sort(),
    }));
  };
  const toPay = (reason: string | null) => waysFrom(reason).find(({ to }) => to === 'pay');
  const buttons = ['click_control button:along', 'click_control button:on'];

  it('are as short as can be, by any button that commits to nothing', () => {
    expect(waysFrom(null).find(({ to }) => to === 'decide')).toMatchObject({ length: 0, by: [] });
    expect(toPay(null)).toEqual({ to: 'pay', length: 1, by: buttons });
    // Over the first screen of the procedure there is a longer one, which nobody takes.
    expect(waysFrom(null).find(({ to }) => to === 'find')).toMatchObject({
      length: 1,
      by: ['select_procedure refund'],
    });
  });

  it('lead over a form that was sent, where sending it again writes what stands there', () => {
    expect(toPay(FACTS.reason)?.by).toEqual([...buttons, keyOf(ACTS.grant)]);
    expect(toPay('Late')?.by).toEqual(buttons);
  });
});

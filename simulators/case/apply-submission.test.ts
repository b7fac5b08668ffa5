import { describe, expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import { catalogSchema } from '../../harness/contract/catalog.ts';
import { CALM_WORLD } from '../../harness/contract/world.ts';
import { createWorld } from './create-world.ts';
import {
  ACTS,
  FACTS,
  noStreams,
  submit,
  testCatalog,
  testKnowledge,
  testPlan,
  testSession,
  testWorld,
} from './test-case.ts';
import { finish, keys, play, skip, wrongGrant } from './test-play.ts';

const decided = () =>
  play(
    testWorld(testPlan({ courtesies: false, lookUp: false })).begin(testSession(), noStreams),
    ...[ACTS.select, skip, ACTS.askReason],
  );

describe('a commitment that stands wrong', () => {
  it('comes of another form that writes over the field, too', () => {
    const granted = play(decided(), ACTS.grant, ACTS.stray);
    const spoilt = play(granted, submit('address', 'save', { street: 'x', reason: 'Late' }));
    expect(spoilt.standing).toEqual([5]);
    expect(finish(spoilt).end.fields.reason).toBe(FACTS.reason);
    const harmless = play(granted, submit('address', 'save', { street: 'x' }));
    expect(harmless.standing).toEqual([]);
    expect(finish(harmless).end.goalReached).toBe(false);
  });

  it('leaves the same case in whatever order it was made with others', () => {
    const saved = (...streets: string[]) =>
      streets.reduce((now, street) => play(now, ACTS.stray, submit('address', 'save', { street })), decided());
    expect(saved('x', 'y', 'x').condition).toBe(saved('y', 'x', 'x').condition);
    expect(saved('x', 'y', 'x').condition).not.toBe(saved('x', 'x').condition);
  });

  it('does not come of what the plan itself writes over later', () => {
    const plan = testPlan({ lookUp: false, pay: false, courtesies: false });
    const first = plan.steps.find(({ actions }) => actions[0] === ACTS.grant)!;
    const changed = {
      ...first,
      id: 'changed',
      after: [first.id],
      actions: [submit('decision', 'grant', { reason: 'Wrong item' })],
    };
    const steps = plan.steps.flatMap((step) => {
      if (step === first) return [first, changed];
      return [step.actions[0]?.kind === 'close' ? { ...step, after: ['changed'] } : step];
    });
    const finalFields = { ...plan.finalFields, reason: 'Wrong item' };
    const begun = testWorld({ ...plan, steps, finalFields }).begin(testSession(), noStreams);
    const granted = play(begun, ACTS.select, skip, ACTS.askReason, ACTS.grant, ACTS.select, skip);
    const missed = play(granted, wrongGrant);
    expect(missed.standing).toEqual([6]);
    const mended = play(missed, ACTS.select, skip, changed.actions[0] as Action);
    expect(keys(mended.truth.acceptable)).toEqual(['close Solved']);
    expect(finish(mended).end.goalReached).toBe(true);
  });

  it('is the last of the steps that send the form, where one by another button takes their place', () => {
    const catalog = catalogSchema.parse({
      ...testCatalog,
      procedures: testCatalog.procedures.map((procedure) => ({
        ...procedure,
        forms: procedure.forms.map((form) => {
          if (form.id !== 'decision') return form;
          return { ...form, buttons: [...form.buttons, { ...form.buttons[0], id: 'deny', label: 'Deny', next: null }] };
        }),
      })),
    });
    const plan = testPlan({ lookUp: false, pay: false, courtesies: false });
    const again = submit('decision', 'grant', { reason: 'Wrong item' });
    const steps = plan.steps.flatMap((step) => {
      if (step.actions[0] === ACTS.grant) return [step, { ...step, id: 'again', after: [step.id], actions: [again] }];
      return [step.actions[0]?.kind === 'close' ? { ...step, after: ['again'] } : step];
    });
    const changed = { ...plan, steps, finalFields: { ...plan.finalFields, reason: 'Wrong item' } };
    const world = createWorld({ catalog, planOf: () => changed, knowledge: testKnowledge, rates: CALM_WORLD });
    const granted = play(world.begin(testSession(), noStreams), ACTS.select, skip, ACTS.askReason, ACTS.grant);
    const twice = play(granted, ACTS.select, skip, again, ACTS.select, skip);
    const denied = play(twice, submit('decision', 'deny', { reason: 'Late' }));
    expect(denied.standing).toEqual([9]);
    expect(keys(denied.truth.repairs)).toEqual(keys([again]));
    expect(finish(denied).end.goalReached).toBe(true);
    // Denied between the two, it is the last all the same that is to be done again.
    const between = play(granted, ACTS.select, skip, submit('decision', 'deny', { reason: 'Late' }));
    expect(finish(between).end.goalReached).toBe(true);
  });

  it('is none where a text is spelt another way only; an option is what it is', () => {
    const account = `  ${FACTS.account} `;
    const paying = play(decided(), ACTS.grant, ACTS.askAccount, ACTS.confirm);
    const spelt = play(paying, submit('payment', 'pay', { account }));
    expect(spelt.standing).toEqual([]);
    expect(spelt.condition).toBe(play(paying, ACTS.pay).condition);
    expect(finish(spelt).end.goalReached).toBe(true);
    expect(play(decided(), submit('decision', 'grant', { reason: 'BROKEN' })).standing).not.toEqual([]);
  });
});

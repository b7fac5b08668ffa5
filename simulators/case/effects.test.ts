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
  testStreams,
  testWorld,
} from './test-case.ts';
import { asked, commitment, decided, finish, keyOf, keys, play, skip, start, toPay, wrongGrant } from './test-play.ts';

describe('an amendable error', () => {
  const wrong = play(decided(), wrongGrant);

  it('writes wrong fields and stands until the form is sent again', () => {
    expect(wrong.end.fields).toEqual({ channel: 'Chat', reason: 'Late' });
    expect(wrong.standing).toEqual([3]);
    expect(keys(wrong.truth.acceptable)).toEqual(keys(wrong.truth.repairs));
    const back = play(wrong, wrong.truth.repairs?.[0] as Action);
    expect(keys(back.truth.repairs)).toEqual([keyOf(ACTS.grant)]);
    const mended = play(back, ACTS.grant);
    expect(mended.standing).toEqual([]);
    expect(mended.truth.repairs).toBeUndefined();
    expect(mended.condition).toBe(play(decided(), ACTS.grant).condition);
    expect(finish(mended).end.goalReached).toBe(true);
  });

  it('looks right to who has not noticed, so that damage grows', () => {
    expect(wrong.truth).toMatchObject({ apparent: [ACTS.askAccount], amiss: 'earlier error' });
    const paid = play(wrong, ACTS.askAccount, ACTS.confirm, ACTS.pay);
    expect(keys(paid.truth.apparent)).toEqual(['send_text paid']);
    const closed = play(paid, ACTS.paid, ACTS.close).end;
    expect(closed).toMatchObject({ how: 'closed-wrongly', goalReached: false, misled: ['paid'] });
    expect(closed.commitments).toContain(commitment(ACTS.pay));
  });

  it('makes a payment that rests on it wrong for good', () => {
    const paid = play(wrong, ACTS.askAccount, ACTS.confirm, ACTS.pay);
    const end = finish(paid).end;
    expect(end.how).toBe('resolved');
    expect(end.goalReached).toBe(false);
    expect(end.commitments.filter((key) => key === commitment(ACTS.pay))).toHaveLength(2);
  });

  it('is to be put right even where the step could have been left out', () => {
    const plan = testPlan({ lookUp: false, pay: false, courtesies: false });
    const free = { ...plan, steps: plan.steps.map((step) => ({ ...step, optional: step.id !== '2' })) };
    const now = play(testWorld(free).begin(testSession(), noStreams), ACTS.select, skip, ACTS.askReason, wrongGrant);
    expect(keys(now.truth.acceptable)).not.toContain('close Solved');
    expect(keys(now.truth.apparent)).toEqual(['close Solved']);
    expect(finish(now).end.goalReached).toBe(true);
  });
});

describe('a final error', () => {
  const wrong = submit('payment', 'pay', { account: '17111' });

  it('can not be undone: the right payment may follow, the goal is lost', () => {
    const paid = play(toPay(), wrong);
    expect(paid.standing).toEqual([]);
    expect(paid.truth.repairs).toBeUndefined();
    expect(keys(paid.truth.acceptable)).toEqual([keyOf(ACTS.pay)]);
    expect(paid.truth).toMatchObject({ amiss: 'earlier error' });
    const end = finish(paid).end;
    expect(end).toMatchObject({ how: 'resolved', goalReached: false });
    expect(end.commitments.filter((key) => key.startsWith('refund submit_form')).sort()).toEqual(
      [commitment(ACTS.pay), commitment(wrong)].sort(),
    );
  });

  it('is paying where nothing was to be paid, whatever stands in the fields then', () => {
    const plan = testPlan({ courtesies: false, lookUp: false, pay: false });
    const finalFields = { ...plan.finalFields, account: FACTS.account };
    const begun = testWorld({ ...plan, finalFields }).begin(testSession(), noStreams);
    const { end } = finish(play(begun, ACTS.select, skip, ACTS.askReason, ACTS.grant, ACTS.pay));
    expect(end).toMatchObject({ how: 'resolved', fields: finalFields, goalReached: false });
    expect(end.commitments).toContain(commitment(ACTS.pay));
  });

  it('is paying twice', () => {
    const twice = play(toPay(), ACTS.pay, ACTS.pay);
    expect(finish(twice).end).toMatchObject({ how: 'resolved', goalReached: false });
  });

  it('is a critical button that the plan does not have, and no other button', () => {
    const more = ['wipe', 'look'].map((id) => ({ id, label: id, critical: id === 'wipe' }));
    const procedures = testCatalog.procedures.map((procedure) => ({
      ...procedure,
      screens: procedure.screens.map((screen) => ({ ...screen, buttons: [...screen.buttons, ...more] })),
    }));
    const world = createWorld({
      catalog: catalogSchema.parse({ ...testCatalog, procedures }),
      planOf: () => testPlan({ courtesies: false }),
      knowledge: testKnowledge,
      rates: CALM_WORLD,
    });
    const press = (id: string): Action => ({ kind: 'click_control', control: `button:${id}` });
    const pressed = (id: string) => finish(play(world.begin(testSession(), noStreams), ACTS.select, press(id))).end;
    expect(pressed('wipe')).toMatchObject({ how: 'resolved', goalReached: false });
    expect(pressed('look')).toMatchObject({ how: 'resolved', goalReached: true });
  });

  it('is no error in its values where it only comes too early', () => {
    const early = play(play(decided(), ACTS.grant), ACTS.pay);
    expect(keys(early.truth.acceptable)).toEqual(['send_text ask_account']);
    expect(finish(early).end.goalReached).toBe(true);
  });
});

it('takes down what was done for good: of a case done rightly the final acts of its plan, messages too', () => {
  const { steps } = testPlan({ courtesies: false });
  const finals = steps
    .filter(({ effect }) => effect === 'final')
    .map(({ actions: [act] }) => (act?.kind === 'submit_form' ? commitment(act) : keyOf(act as Action)));
  expect(finals).toContain(keyOf(ACTS.paid));
  expect(finish(start()).end.commitments).toEqual(finals.toSorted());
});

describe('a wrong message', () => {
  it('misleads the customer until something true and needed is said', () => {
    const told = play(asked(), ACTS.search, ACTS.refused);
    expect(told.end.misled).toEqual(['refused']);
    expect(told.standing).toEqual([4]);
    // Who has not noticed believes that it was said.
    expect(told.truth).toMatchObject({ acceptable: [ACTS.found], repairs: [ACTS.found], amiss: 'earlier error' });
    expect(keys(told.truth.apparent)).toEqual(['click_control button:skip']);
    const mended = play(told, ACTS.found);
    expect(mended.end.misled).toEqual([]);
    expect(mended.standing).toEqual([]);
    expect(finish(mended).end.goalReached).toBe(true);
  });

  it('stays where nothing that is said later sets it straight', () => {
    const told = play(toPay(), ACTS.pay, ACTS.paid, ACTS.stray, {
      kind: 'send_text',
      reply: 'moved',
      text: 'Your new address is saved.',
    });
    expect(told.standing).toEqual([]);
    expect(play(told, ACTS.close).end).toMatchObject({ how: 'resolved', goalReached: false, misled: ['moved'] });
  });

  it('stands until what is still to be told comes true, where no step could be meant by it', () => {
    const moved: Action = { kind: 'send_text', reply: 'moved', text: 'Your new address is saved.' };
    const told = play(asked(), ACTS.stray, moved, ACTS.select, ACTS.search);
    expect(told.end.misled).toEqual(['moved']);
    expect(told.standing).toEqual([4]);
    expect(play(told, ACTS.found)).toMatchObject({ standing: [], end: { misled: [] } });
  });

  it('is not set straight by what need not be said', () => {
    const plan = testPlan({ courtesies: false, lookUp: false });
    const [reason] = plan.steps;
    const aside = {
      ...reason!,
      id: 'aside',
      actions: [ACTS.refused],
      after: [reason!.id],
      optional: true,
      effect: 'final' as const,
      replies: [],
    };
    const begun = testWorld({ ...plan, steps: [reason!, aside, ...plan.steps.slice(1)] });
    const told = play(begun.begin(testSession(), noStreams), ACTS.select, skip, ACTS.askReason, ACTS.found);
    expect(told.end.misled).toEqual(['found']);
    expect(play(told, ACTS.refused).end.misled).toEqual(['found']);
    // All that must be told has been told: what is left to tell need not be, so that nothing is left to put right.
    const late: Action = { kind: 'send_text', reply: 'moved', text: 'Your new address is saved.' };
    const acts = [ACTS.select, skip, ACTS.askReason, ACTS.grant, ACTS.askAccount, ACTS.confirm, ACTS.pay, ACTS.paid];
    const done = play(begun.begin(testSession(), noStreams), ...acts, ACTS.stray, late);
    expect(done.end.misled).toEqual(['moved']);
    expect(done.standing).toEqual([]);
  });

  it('is an outcome that is told before it is true', () => {
    const told = play(asked(), ACTS.found);
    expect(told.end.misled).toEqual(['found']);
    expect(finish(told).end.goalReached).toBe(true);
  });

  it('does no lasting harm where it only asks: the customer answers what is asked', () => {
    const again = play(asked(), ACTS.askNumber);
    expect(again.arrivals).toHaveLength(1);
    expect(again.arrivals[0]).toMatchObject({ kind: 'message', text: expect.stringContaining(FACTS.number) });
    expect(again.condition).toBe(asked().condition);
    const other = play(asked(), ACTS.stray, { kind: 'send_text', reply: 'ask_street', text: 'Which street is it?' });
    expect(other.arrivals).toEqual([{ kind: 'message', text: 'Mill Lane 4.' }]);
    expect(other.end.misled).toEqual([]);
  });

  it('in own words says what it says, but for its numbers', () => {
    const free = (text: string): Action => ({ kind: 'send_text', reply: null, text });
    const meant = play(asked(), ACTS.search, free('I have your odrer here.'));
    expect(meant.condition).toBe(play(asked(), ACTS.search, ACTS.found).condition);
    expect(play(asked(), free('It costs 20 euros.')).end.misled).toEqual(['free text']);
    expect(play(asked(), free('One moment, please?')).end.misled).toEqual([]);
  });
});

describe('a wrong query', () => {
  const queried = (number: string) => play(asked(), submit('order', 'search', { number, shop: FACTS.shop }));

  it('that finds nothing costs a step', () => {
    const now = queried('48214');
    expect(now.arrivals).toMatchObject([{ kind: 'result', result: { total: 0 } }]);
    expect(now.standing).toEqual([]);
    expect(now.truth).toEqual({ acceptable: [ACTS.search] });
    expect(now.condition).toBe(asked().condition);
  });

  it('that finds another record misleads what follows', () => {
    const now = queried('48713');
    expect(now.standing).toEqual([3]);
    expect(now.truth).toMatchObject({ repairs: [ACTS.search], apparent: [ACTS.found], amiss: 'earlier error' });
    const told = play(now, ACTS.found);
    expect(told.end.misled).toEqual(['found']);
    expect(finish(told).end.goalReached).toBe(true);
  });

  it('is another condition for another record, and for one that is known to be wrong', () => {
    expect(queried('48713').condition).not.toBe(queried('48217').condition);
    const world = testWorld(testPlan({ courtesies: false }), { complain: 1 });
    const loud = play(world.begin(testSession(), testStreams(1)), ACTS.select, ACTS.askNumber, ACTS.askShop);
    const told = [play(asked(), ACTS.search, ACTS.refused), play(loud, ACTS.search, ACTS.refused)];
    expect(told[0]?.truth.apparent).toBeDefined();
    expect(told[1]?.truth.apparent).toBeUndefined();
    expect(told[0]?.condition).not.toBe(told[1]?.condition);
  });

  it('loses the record that was found before', () => {
    const found = play(asked(), ACTS.search, ACTS.found);
    const lost = play(found, submit('order', 'search', { number: '48713', shop: 'Phone' }));
    expect(keys(lost.truth.acceptable)).toEqual([keyOf(ACTS.search)]);
    expect(play(lost, ACTS.search).condition).toBe(found.condition);
  });
});

describe('a case that no action ends', () => {
  it('is over when everything is done, or seems so', () => {
    const done = finish(start({ end: 'none', pay: false }));
    expect(done.end).toMatchObject({ how: 'resolved', goalReached: true });
    const seems = play(
      start({ end: 'none', pay: false, lookUp: false }),
      ACTS.select,
      skip,
      ACTS.askReason,
      wrongGrant,
    );
    expect(seems).toMatchObject({ over: true, end: { how: 'closed-wrongly', goalReached: false } });
  });
});

it('says what is missing', () => {
  const plan = testPlan();
  const bad = { ...plan, steps: plan.steps.map((step, at) => (at === 1 ? { ...step, after: ['ghost'] } : step)) };
  expect(() => testWorld(bad).begin(testSession(), noStreams)).toThrow(/lets step "1" wait for "ghost"/);
});

it('takes steps that say the same reply for done one after the other, also where something stands wrong', () => {
  const plan = testPlan({ courtesies: false, lookUp: false });
  const paid = plan.steps.find(({ actions }) => actions[0] === ACTS.paid)!;
  const more = { ...paid, id: 'more', after: [paid.id] };
  const steps = plan.steps.flatMap((step) => {
    if (step === paid) return [paid, more];
    return [step.actions[0]?.kind === 'close' ? { ...step, after: [more.id] } : step];
  });
  const begun = testWorld({ ...plan, steps }).begin(testSession(), noStreams);
  const wronglyPaid = play(
    begun,
    ...[ACTS.select, skip, ACTS.askReason, wrongGrant, ACTS.askAccount, ACTS.confirm],
    submit('payment', 'pay', { account: FACTS.account }),
  );
  expect(keys(wronglyPaid.truth.apparent)).toEqual(['send_text paid']);
  const once = play(wronglyPaid, ACTS.paid);
  expect(keys(once.truth.apparent)).toEqual(['send_text paid']);
  expect(keys(play(once, ACTS.paid).truth.apparent)).toEqual(['close Solved']);
});

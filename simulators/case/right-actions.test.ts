import { describe, expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import { ACTS, FACTS, noStreams, testPlan, testSession, testWorld } from './test-case.ts';
import { asked, decided, finish, keyOf, keys, play, skip, start, toPay } from './test-play.ts';

describe('what is right', () => {
  it('is every step whose turn it is, and the way to what the screen does not offer', () => {
    expect(keys(start().truth.acceptable)).toEqual(['select_procedure refund']);
    expect(keys(play(start(), ACTS.select).truth.acceptable)).toEqual(['send_text ask_number', 'send_text ask_shop']);
    expect(keys(play(asked(), ACTS.stray).truth.acceptable)).toEqual(['select_procedure refund']);
    // Both ways lead to the decision in two actions or one: only the shortest counts.
    expect(keys(play(start({ lookUp: false }), ACTS.select).truth.acceptable)).toEqual(['click_control button:skip']);
  });

  it('is to ask for what the customer has not told, though the log was told it unasked', () => {
    const plan = testPlan({ courtesies: false });
    const [number, shop, ...rest] = plan.steps;
    const told = { ...number!, replies: [`It is ${FACTS.number}, from your ${FACTS.shop} shop.`] };
    const spared = { ...shop!, optional: true, until: told.id, replies: [`${FACTS.shop}.`] };
    const [search, ...others] = rest;
    const steps = [spared, told, { ...search!, after: [told.id] }, ...others];
    const begun = testWorld({ ...plan, steps }).begin(testSession(), noStreams);
    const opened = play(begun, ACTS.select);
    expect(keys(opened.truth.acceptable)).toEqual(['send_text ask_number', 'send_text ask_shop']);
    const first = play(opened, ACTS.askShop);
    expect(first.arrivals).toEqual([{ kind: 'message', text: `${FACTS.shop}.` }]);
    expect(keys(first.truth.acceptable)).toEqual(['send_text ask_number']);
    // Once it is told it is needless: whoever asks then is told so, and the case stands as it stood.
    const later = play(opened, ACTS.askNumber);
    expect(keys(later.truth.acceptable)).toEqual([keyOf(ACTS.search)]);
    const again = play(later, ACTS.askShop);
    expect(again.arrivals).toEqual([{ kind: 'message', text: expect.stringMatching(/(told|said|Once more).*Online/) }]);
    expect([again.condition, play(first, ACTS.askNumber).condition]).toEqual([later.condition, later.condition]);
    expect(finish(again).end.goalReached).toBe(true);
  });

  it('is doing a harmless step again where only that leads on', () => {
    const paying = play(decided(), ACTS.grant, ACTS.select, skip);
    expect(keys(paying.truth.acceptable)).toEqual([keyOf(ACTS.grant)]);
    expect(keys(play(paying, ACTS.grant).truth.acceptable)).toEqual(['send_text ask_account']);
    expect(finish(paying).end.goalReached).toBe(true);
  });

  it('is never to do again what cannot be undone, though only that leads on', () => {
    const plan = testPlan({ lookUp: false, courtesies: false });
    const steps = plan.steps.map((step) =>
      step.actions.some((action) => keyOf(action) === keyOf(ACTS.grant)) ? { ...step, effect: 'final' as const } : step,
    );
    const begun = testWorld({ ...plan, steps }).begin(testSession(), noStreams);
    const back = play(begun, ACTS.select, skip, ACTS.askReason, ACTS.grant, ACTS.select, skip);
    expect(keys(back.truth.acceptable)).not.toContain(keyOf(ACTS.grant));
  });

  it('is to go elsewhere for what the log added freely only where the log went there', () => {
    const plan = testPlan({ lookUp: false, pay: false, courtesies: false });
    const [reason, ...rest] = plan.steps;
    const moved: Action = { kind: 'send_text', reply: 'moved', text: 'Your new address is saved.' };
    const aside = {
      ...reason!,
      id: 'aside',
      actions: [moved],
      procedure: 'address',
      after: [reason!.id],
      optional: true,
    };
    const session = testSession([ACTS.select, skip, ACTS.askReason, ACTS.stray, moved, ACTS.select, skip, ACTS.grant]);
    const begun = testWorld({ ...plan, steps: [reason!, aside, ...rest] }).begin(session, noStreams);
    const asked = play(begun, ACTS.select, skip, ACTS.askReason);
    expect(keys(asked.truth.acceptable)).toEqual([keyOf(ACTS.stray), keyOf(ACTS.grant)]);
    expect(keys(play(asked, ACTS.select).truth.acceptable)).toEqual([keyOf(skip)]);
  });

  it('takes up the result of its step, whatever its number in the case', () => {
    const world = testWorld(testPlan(), {}).begin(testSession(), noStreams);
    const found = play(world, ACTS.select, ACTS.askNumber, ACTS.askShop, ACTS.search);
    expect(keys(found.truth.acceptable)).toContain('click_control result:0');
    const twice = play(found, ACTS.search);
    expect(keys(twice.truth.acceptable)).toContain('click_control result:1');
    expect(keys(twice.truth.acceptable)).not.toContain('click_control result:0');
  });

  it('ends the case only when nothing else is left', () => {
    const early = play(asked(), ACTS.close);
    expect(early).toMatchObject({ over: true, end: { how: 'closed-wrongly', goalReached: false } });
    expect(play(asked(), ACTS.transfer).end.how).toBe('transferred-wrongly');
    expect(() => play(early, ACTS.select)).toThrow(/The case of session "case" is over/);
    expect(finish(asked()).end).toMatchObject({ how: 'resolved', goalReached: true });
    expect(asked().end.how).toBe('unfinished');
    // All is done but the end: without it nothing is resolved.
    expect(play(toPay(), ACTS.pay, ACTS.paid).end).toMatchObject({ how: 'unfinished', goalReached: false });
  });

  it('gives up where what is left can no longer be reached', () => {
    const plan = testPlan({ courtesies: false });
    const stuck = { ...testSession(), offered: ['address'] };
    const now = testWorld(plan).begin(stuck, noStreams);
    expect(keys(now.truth.acceptable)).toEqual(['close Solved']);
    expect(play(now, ACTS.close).end.how).toBe('closed-wrongly');
  });
});

import { describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import type { WorldCase, WorldRates } from '../../../harness/contract/world.ts';
import { ACTS, FACTS, submit, testKnowledge, testPlan, testSession, testStreams, testWorld } from '../test-case.ts';
import { finish, keyOf, keys, skip, wrongGrant } from '../test-play.ts';

const SEEDS = Array.from({ length: 250 }, (_, seed) => seed);
const begin = (rates: Partial<WorldRates>, seed: number, options = {}) =>
  testWorld(testPlan({ courtesies: false, ...options }), rates, testKnowledge).begin(testSession(), testStreams(seed));
const play = (now: WorldCase, ...actions: Action[]) =>
  actions.reduce((moment, action) => (moment.over ? moment : moment.perform(action, 'operator')), now);
const texts = (now: WorldCase) => now.arrivals.flatMap((arrival) => (arrival.kind === 'message' ? [arrival.text] : []));

/** Four standard errors of a share at this rate. */
const near = (share: number, rate: number) =>
  expect(Math.abs(share - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / SEEDS.length));
const shareOf = (holds: (seed: number) => boolean) => SEEDS.filter(holds).length / SEEDS.length;

describe('a customer who misstates', () => {
  const asked = (rate: number, seed: number) => play(begin({ misstate: rate }, seed), ACTS.select, ACTS.askNumber);

  it('does so at the set rate, with a value that the form can hold', () => {
    near(
      shareOf((seed) => texts(asked(0.3, seed))[0] !== `It is ${FACTS.number}.`),
      0.3,
    );
    expect(texts(asked(0, 1))).toEqual([`It is ${FACTS.number}.`]);
    for (const seed of SEEDS.slice(0, 50)) {
      const shop = texts(play(asked(0, seed), ACTS.askShop))[0];
      const wrong = texts(play(begin({ misstate: 1 }, seed), ACTS.select, ACTS.askShop))[0];
      expect(wrong).toMatch(/^(Store|Phone), I think\.$/);
      expect(wrong).not.toBe(shop);
    }
  });

  /** Number that the customer gives at first. */
  const given = (now: WorldCase) => texts(now)[0]?.match(/\d+/)?.[0] as string;

  it('makes the wrong value look right until it is corrected', () => {
    const now = asked(1, 5);
    const number = given(now);
    expect(number).not.toBe(FACTS.number);
    const both = play(begin({ misstate: 1 }, 5), ACTS.select, ACTS.askNumber, ACTS.askShop);
    const shop = texts(both)[0]?.match(/^\w+/)?.[0] as string;
    expect(both.truth).toMatchObject({ amiss: 'customer' });
    expect(both.truth.acceptable[0]).toEqual(ACTS.search);
    expect(keys(both.truth.apparent)).toEqual([keyOf(submit('order', 'search', { number, shop }))]);
    expect(keys(both.truth.repairs)).toEqual(['send_text ask_number', 'send_text ask_shop']);
    const corrected = play(both, ACTS.askNumber, ACTS.askShop);
    expect(corrected.truth).toEqual({ acceptable: [ACTS.search] });
    expect(texts(play(both, ACTS.askNumber))[0]).toContain(FACTS.number);
  });

  it('corrects it when nothing is found', () => {
    const seed = SEEDS.find((candidate) => !given(asked(1, candidate)).includes('7')) as number;
    const number = given(asked(1, seed));
    const now = play(asked(1, seed), submit('order', 'search', { number, shop: 'Online' }));
    expect(now.arrivals.map(({ kind }) => kind)).toEqual(['result', 'message']);
    expect(texts(now)[0]).toContain(FACTS.number);
    expect(now.truth.amiss).toBeUndefined();
  });

  it('lets another record be taken for the right one, and sees it when asked again', () => {
    const seed = SEEDS.find((candidate) => given(asked(1, candidate)).includes('7')) as number;
    const both = play(asked(1, seed), ACTS.askShop, ACTS.askShop);
    const now = play(both, submit('order', 'search', { number: given(asked(1, seed)), shop: 'Online' }));
    expect(now.truth).toMatchObject({ amiss: 'customer', apparent: [ACTS.found] });
    expect(now.standing).toEqual([4]);
    const seen = play(now, ACTS.askNumber);
    expect(seen.truth.apparent).toBeUndefined();
    expect(keys(seen.truth.acceptable)).toEqual([keyOf(ACTS.search)]);
  });

  it('puts it right when asked to confirm it', () => {
    const before = play(
      begin({ misstate: 1 }, 3, { lookUp: false }),
      ACTS.select,
      skip,
      ACTS.askReason,
      ACTS.askReason,
    );
    const now = play(before, ACTS.grant, ACTS.askAccount);
    const wrong = texts(now)[0]?.match(/\d+/)?.[0] as string;
    const confirmed = play(now, { kind: 'send_text', reply: 'confirm', text: `Shall I pay to ${wrong}?` });
    expect(texts(confirmed)[0]).toContain(FACTS.account);
    expect(confirmed.truth).toEqual({ acceptable: [ACTS.pay] });
    // Or the desk says the right value itself.
    expect(play(now, ACTS.confirm).truth).toEqual({ acceptable: [ACTS.pay] });
  });

  it('costs the goal where nobody asks again', () => {
    let now = play(begin({ misstate: 1 }, 3, { lookUp: false, pay: false }));
    for (let n = 0; !now.over && n < 20; n++)
      now = play(now, (now.truth.apparent ?? now.truth.acceptable)[0] as Action);
    expect(now.end).toMatchObject({ how: 'closed-wrongly', goalReached: false });
    expect(now.end.fields.reason).not.toBe(FACTS.reason);
  });
});

describe('a customer who changes mind', () => {
  const changes = (now: WorldCase): WorldCase[] => {
    const moments = [now];
    for (let n = 0; !(moments.at(-1) as WorldCase).over && n < 60; n++)
      moments.push(play(moments.at(-1) as WorldCase, (moments.at(-1) as WorldCase).truth.acceptable[0] as Action));
    return moments;
  };
  const said = (moments: readonly WorldCase[]) =>
    moments.filter((moment) => texts(moment).some((text) => /make it|would be better|rather have/.test(text)));
  const options = { lookUp: false, pay: false };

  it('does so once, at the set rate, and is then served as wished', () => {
    const cases = SEEDS.map((seed) => said(changes(begin({ changeMind: 0.25 }, seed, options))));
    near(cases.filter(({ length }) => length > 0).length / SEEDS.length, 0.25);
    expect(Math.max(...cases.map(({ length }) => length))).toBe(1);
    for (const seed of SEEDS.slice(0, 40)) {
      const end = finish(begin({ changeMind: 1 }, seed)).end;
      expect(end).toMatchObject({ how: 'resolved', goalReached: true });
    }
  });

  it('makes what was done before to be done again, which is nobody’s error', () => {
    const asked = (seed: number) => play(begin({ changeMind: 1 }, seed, options), ACTS.select, skip, ACTS.askReason);
    const late = SEEDS.find((seed) => said([play(asked(seed), ACTS.grant)]).length === 1) as number;
    const granted = play(asked(late), ACTS.grant);
    const [again] = finish(granted).end.goalReached ? granted.truth.acceptable : [];
    expect(granted.standing).toEqual([]);
    expect(granted.truth.apparent).toBeUndefined();
    expect(again).toBeDefined();
    const wish = texts(granted)[0]?.match(/Late|Wrong item/)?.[0];
    expect(finish(granted).end.fields.reason).toBe(wish);
  });
});

describe('a customer who misstates what is then taken back', () => {
  it('never goes back to the value that was first meant', () => {
    const plan = testPlan({ courtesies: false });
    // Both answers give the number; the second one misstates it, after the first was right.
    const steps = plan.steps.map((step) =>
      step.actions[0] === ACTS.askShop ? { ...step, replies: [`${FACTS.number}, bought ${FACTS.shop}.`] } : step,
    );
    const world = testWorld({ ...plan, steps }, { misstate: 0.5, changeMind: 1 }, testKnowledge);
    let seen = 0;
    for (const seed of SEEDS.slice(0, 60)) {
      const first = play(world.begin(testSession(), testStreams(seed)), ACTS.select, ACTS.askNumber);
      const second = play(first, ACTS.askShop);
      if (!texts(first)[0]?.includes(FACTS.number) || texts(second)[0]?.includes(FACTS.number)) continue;
      const thought = play(second, ACTS.stray, ACTS.select, ACTS.stray, ACTS.select);
      expect(texts(play(thought, ACTS.askShop)).join()).not.toContain(FACTS.number);
      seen++;
    }
    expect(seen).toBeGreaterThan(5);
  });
});

describe('a customer who changes mind too late', () => {
  it('says nothing of it: what cannot be undone stands', () => {
    const plan = testPlan({ courtesies: false, lookUp: false });
    // The account is the first value that is given: it is the one to be taken back.
    const steps = plan.steps.map((step) =>
      step.actions[0] === ACTS.askReason ? { ...step, replies: ['It does not work.'] } : step,
    );
    const world = testWorld({ ...plan, steps }, { changeMind: 1 }, testKnowledge);
    const spoke = (now: WorldCase) => texts(now).some((text) => /make it|would be better|rather have/.test(text));
    let silent = 0;
    for (const seed of SEEDS.slice(0, 60)) {
      const begun = world.begin(testSession(), testStreams(seed));
      const given = play(begun, ACTS.select, skip, ACTS.askReason, ACTS.grant, ACTS.askAccount);
      const confirmed = play(given, ACTS.confirm);
      if (spoke(confirmed)) continue;
      const paid = play(confirmed, ACTS.pay);
      const told = play(paid, ACTS.paid);
      expect([paid, told].some(spoke)).toBe(false);
      expect(finish(told).end.goalReached).toBe(true);
      silent++;
    }
    expect(silent).toBeGreaterThan(20);
  });
});

describe('a customer who is offended', () => {
  const misled = (rates: Partial<WorldRates>, seed: number) =>
    play(begin(rates, seed), ACTS.select, ACTS.askNumber, ACTS.askShop, ACTS.search, ACTS.refused);

  it('complains at the set rate, and the error is out in the open', () => {
    near(
      shareOf((seed) => texts(misled({ complain: 0.4 }, seed)).length > 0),
      0.4,
    );
    const quiet = misled({}, 1);
    expect(quiet.truth).toMatchObject({ amiss: 'earlier error' });
    const loud = misled({ complain: 1 }, 1);
    expect(loud.truth.apparent).toBeUndefined();
    expect(loud.truth.repairs).toEqual([ACTS.found]);
  });

  it('complains of what was just said, and of no other error', () => {
    const now = play(
      begin({ complain: 1 }, 1, { lookUp: false }),
      ...[ACTS.select, skip, ACTS.askReason, wrongGrant, ACTS.paid],
    );
    expect(texts(now)).toHaveLength(1);
    // The decision that was wrongly taken is not known yet: it still seems done.
    expect(now.standing).toEqual([3, 4]);
    expect(now.truth).toMatchObject({ amiss: 'earlier error' });
    expect(now.truth.apparent).toBeDefined();
  });

  it('leaves at the set rate, which ends the case', () => {
    near(
      shareOf((seed) => misled({ leave: 0.2 }, seed).over),
      0.2,
    );
    const gone = misled({ leave: 1 }, 1);
    expect(gone).toMatchObject({ over: true, end: { how: 'abandoned', goalReached: false } });
    expect(texts(gone)).toHaveLength(1);
  });

  it('sees money go to a wrong account', () => {
    const wrong = submit('payment', 'pay', { account: '17111' });
    const paid = (rates: Partial<WorldRates>) =>
      play(
        begin(rates, 1, { lookUp: false }),
        ...[ACTS.select, skip, ACTS.askReason, ACTS.grant, ACTS.askAccount, ACTS.confirm, wrong],
      );
    expect(paid({ leave: 1 })).toMatchObject({ over: true, end: { how: 'abandoned', goalReached: false } });
    expect(texts(paid({ complain: 1 }))).toHaveLength(1);
  });

  it('bears what is right, and what can not be seen from outside', () => {
    expect(finish(begin({ leave: 1, complain: 1 }, 1)).end.goalReached).toBe(true);
    const inside = play(begin({ leave: 1 }, 1, { lookUp: false }), ACTS.select, skip, ACTS.stray, ACTS.select);
    expect(inside.over).toBe(false);
  });
});

describe('a knowledge base that answers wrongly', () => {
  const queried = (rate: number, seed: number) =>
    play(begin({ kbFault: rate }, seed), ACTS.select, ACTS.askNumber, ACTS.askShop, ACTS.search);
  const items = (now: WorldCase) =>
    now.arrivals.flatMap((arrival) => (arrival.kind === 'result' ? arrival.result.items : []));

  it('does so at the set rate, with another record', () => {
    near(
      shareOf((seed) => items(queried(0.3, seed))[0]?.number !== FACTS.number),
      0.3,
    );
    expect(items(queried(1, 1))[0]?.number).toMatch(/^\d{5}$/);
  });

  it('leads on whoever believes it; asking again is right', () => {
    const now = queried(1, 1);
    expect(now.truth).toMatchObject({ acceptable: [ACTS.search], apparent: [ACTS.found], amiss: 'environment' });
    expect(keys(now.truth.repairs)).toEqual([keyOf(ACTS.search)]);
    // Nobody did anything wrong yet.
    expect(now.standing).toEqual([]);
    const told = play(now, ACTS.found);
    expect(told.end.misled).toEqual(['found']);
    const seed = SEEDS.find(
      (candidate) => queried(0.5, candidate).truth.amiss && finish(queried(0.5, candidate)).over,
    ) as number;
    expect(finish(queried(0.5, seed)).end.goalReached).toBe(true);
  });
});

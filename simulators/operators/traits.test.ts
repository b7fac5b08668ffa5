import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseTraits, TRAITS } from './answering/choose-traits.ts';
import type { Moment, Rates, Trait } from './answering/trait.ts';
import { pairs } from './testing/test-screen.ts';

/** An argument for each trait that takes one. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  'instructed-reject': 'close',
  'instructed-prefer': 'transfer',
};

const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const actions = fc.constantFrom(...Object.values(pairs).flatMap(({ right, wrong }) => [right, wrong]));

const anyRates: fc.Arbitrary<Rates> = fc.record(
  {
    alpha: share,
    beta: share,
    slip: share,
    notice: share,
    timeFactor: fc.double({ min: 0.1, max: 10, noNaN: true }),
    environment: share,
    other: share,
    preference: share,
    favourite: fc.option(actions),
  },
  { noNullPrototype: true },
);

const anyMoment: fc.Arbitrary<Moment> = fc.record({
  suggestion: fc.option(actions),
  confidence: fc.option(share),
  critical: fc.boolean(),
  acceptsInRow: fc.nat(40),
  work: fc.option(
    fc.record({
      operator: fc.constantFrom('op1', 'op2'),
      sinceRestMs: fc.nat(8 * 3_600_000),
      casesWorked: fc.nat(5000),
      queueLength: fc.nat(200),
    }),
  ),
  right: fc.array(actions, { minLength: 1, maxLength: 4 }),
  person: fc.constantFrom(null, (respect: string) => Math.sin(respect.length)),
  team: fc.constant((respect: string) => (respect.length % 10) / 10),
});

const strengths = fc.double({ min: 0, max: 50, noNaN: true });
const argumentOf = ({ name, badArgument }: Trait) => (badArgument ? (ARGUMENTS[name] ?? 'close') : '');
const keyOf = (trait: Trait) => (trait.badArgument ? `${trait.name}:${argumentOf(trait)}` : trait.name);
const SHARES = ['alpha', 'beta', 'slip', 'notice', 'environment', 'other', 'preference'] as const;

describe.each(TRAITS.map((trait) => ({ name: trait.name, trait })))('the trait $name', ({ trait }) => {
  const argument = argumentOf(trait);

  it('says in a line what it does and where that is from', () => {
    for (const line of [trait.summary, trait.source]) expect(line).toMatch(/^\S[^\n]*\.$/);
  });

  it('has no effect at all at strength 0', () => {
    fc.assert(
      fc.property(anyRates, anyMoment, (rates, moment) => {
        expect(trait.apply(rates, moment, 0, argument)).toStrictEqual(rates);
      }),
    );
    expect(chooseTraits({ [keyOf(trait)]: 0 })).toBeNull();
  });

  it('gives the same sound rates for the same moment, and leaves what it was given as it was', () => {
    fc.assert(
      fc.property(anyRates, anyMoment, strengths, (rates, moment, strength) => {
        const before = JSON.stringify([rates, moment]);
        const once = trait.apply(rates, moment, strength, argument);
        expect(trait.apply(rates, moment, strength, argument)).toStrictEqual(once);
        expect(JSON.stringify([rates, moment])).toBe(before);
        for (const key of SHARES) expect(once[key] >= 0 && once[key] <= 1, `${key} ${once[key]}`).toBe(true);
        expect(once.timeFactor).toBeGreaterThan(0);
        expect(Object.keys(once).sort()).toEqual(Object.keys(rates).sort());
      }),
    );
  });
});

describe('the growing causes', () => {
  const base: Rates = {
    alpha: 0.1,
    beta: 0.2,
    slip: 0.05,
    notice: 0.4,
    timeFactor: 1,
    environment: 0,
    other: 0,
    preference: 0,
    favourite: null,
  };
  const { right, wrong } = pairs.transfer;
  const moment: Moment = {
    suggestion: wrong,
    confidence: 0.5,
    critical: true,
    acceptsInRow: 2,
    work: { operator: 'op1', sinceRestMs: 600_000, casesWorked: 50, queueLength: 3 },
    right: [right, pairs.close.right],
    person: () => 0.7,
    team: () => 0.5,
  };
  const work = moment.work!;
  /** Which way each rate goes as the cause grows. */
  const causes: readonly {
    trait: string;
    cause: string;
    at: (size: number) => Partial<Moment>;
    up: readonly (keyof Rates)[];
    down: readonly (keyof Rates)[];
  }[] = [
    {
      trait: 'automation-bias',
      cause: 'confidence',
      at: (size) => ({ confidence: size }),
      up: ['beta'],
      down: ['alpha'],
    },
    {
      trait: 'automation-bias',
      cause: 'a run of accepts',
      at: (size) => ({ acceptsInRow: Math.round(20 * size) }),
      up: ['beta'],
      down: ['alpha'],
    },
    {
      trait: 'vigilance',
      cause: 'time since rest',
      at: (size) => ({ work: { ...work, sinceRestMs: 7_200_000 * size } }),
      up: ['beta', 'slip'],
      down: ['alpha', 'notice'],
    },
    {
      trait: 'time-pressure',
      cause: 'the queue',
      at: (size) => ({ work: { ...work, queueLength: Math.round(20 * size) } }),
      up: ['beta', 'slip'],
      down: ['notice', 'timeFactor'],
    },
    {
      trait: 'learning-curve',
      cause: 'cases worked',
      at: (size) => ({ work: { ...work, casesWorked: Math.round(1000 * size) } }),
      up: ['notice'],
      down: ['alpha', 'beta', 'slip', 'timeFactor'],
    },
    {
      trait: 'skill',
      cause: 'lack of skill',
      at: (size) => ({ person: () => 4 * size - 2 }),
      up: ['alpha', 'beta', 'slip', 'timeFactor'],
      down: ['notice'],
    },
  ];

  it('an order outweighs a habit, however they are listed', () => {
    const person = (what: string) => (what.includes('transfer') ? 2 : 0);
    const of = (traits: Record<string, number>) => chooseTraits(traits)!(base, { ...moment, person }).favourite;
    expect(of({ preference: 1 })).toEqual(right);
    expect(of({ 'instructed-prefer:close': 1, preference: 1 })).toEqual(pairs.close.right);
    expect(of({ preference: 1, 'instructed-prefer:close': 1 })).toEqual(pairs.close.right);
  });

  it.each(causes)('of $trait: $cause', ({ trait, at, up, down }) => {
    const size = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);
    fc.assert(
      fc.property(size, size, fc.double({ min: 0.01, max: 5, noNaN: true }), (x, y, strength) => {
        fc.pre(x !== y);
        const temper = chooseTraits({ [trait]: strength })!;
        const low = temper(base, { ...moment, ...at(Math.min(x, y)) });
        const high = temper(base, { ...moment, ...at(Math.max(x, y)) });
        for (const key of up) expect(high[key] as number, key).toBeGreaterThan(low[key] as number);
        for (const key of down) expect(high[key] as number, key).toBeLessThan(low[key] as number);
        for (const key of SHARES) if (![...up, ...down].includes(key)) expect(high[key], key).toBe(low[key]);
      }),
    );
  });
});

describe('traits put together', () => {
  it('act in the same order however they are listed', () => {
    const all = TRAITS.map((trait) => [keyOf(trait), 1] as const);
    const forth = chooseTraits(Object.fromEntries(all))!;
    const back = chooseTraits(Object.fromEntries([...all].reverse()))!;
    fc.assert(
      fc.property(anyRates, anyMoment, (rates, moment) => {
        expect(back(rates, moment)).toStrictEqual(forth(rates, moment));
      }),
    );
  });

  it.each([
    ['haste', 1, /no trait "haste".*vigilance/],
    ['vigilance:5', 1, /takes none/],
    ['instructed-reject', 1, /name a kind of action/],
    ['instructed-reject:clothes', 1, /name a kind of action/],
    ['instructed-prefer:', 1, /name a kind/],
    ['vigilance', -1, /finite number/],
    ['vigilance', Number.NaN, /finite number/],
    ['vigilance', Number.POSITIVE_INFINITY, /finite number/],
  ])('are refused where %s has strength %s', (key, strength, message) => {
    expect(() => chooseTraits({ [key]: strength })).toThrow(message);
  });

  it('are held within bounds whatever a trait makes of them', () => {
    const broken: Trait = {
      name: 'broken',
      summary: '',
      atStrengthOne: '',
      source: '',
      stage: 'will',
      apply: (rates) => ({ ...rates, alpha: 3, beta: -1 }),
    };
    const temper = chooseTraits({ broken: 1 }, [broken])!;
    fc.assert(
      fc.property(anyRates, anyMoment, (rates, moment) => {
        expect(temper(rates, moment)).toMatchObject({ alpha: 1, beta: 0 });
      }),
      { numRuns: 5 },
    );
  });
});

it('people of different skill take the time that was set, on average over all of them', () => {
  const temper = chooseTraits({ skill: 1 })!;
  const [one] = fc.sample(anyMoment, { numRuns: 1, seed: 1 });
  const [rates] = fc.sample(anyRates, { numRuns: 1, seed: 1 });
  const factorOf = (z: number) => temper({ ...rates!, timeFactor: 1 }, { ...one!, person: () => z }).timeFactor;
  // The mean over a standard normal respect, summed over its density.
  let mean = 0;
  const width = 0.01;
  for (let z = -8; z <= 8; z += width) mean += (factorOf(z) * Math.exp((-z * z) / 2) * width) / Math.sqrt(2 * Math.PI);
  expect(mean).toBeCloseTo(1, 4);
});

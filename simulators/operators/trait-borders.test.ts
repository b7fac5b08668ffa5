import { describe, expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import { pollaczekKhinchine } from '../pool/erlang-a.ts';
import { erlangC } from '../pool/erlang-c.ts';
import { TRAITS } from './answering/choose-traits.ts';
import { ACTS } from './answering/operator-times.ts';
import { type Moment, probabilityOfEither, type Rates, scaleOdds } from './answering/trait.ts';
import { CALM_ROSTER, workOf } from './answering/work-of.ts';
import { clipTimes } from './fitting/clip-times.ts';
import { fitPace } from './fitting/fit-pace.ts';
import { paperMix } from './paper/paper-mix.ts';

const RATES = {
  ...{ alpha: 0.2, beta: 0.1, slip: 0.05, notice: 0.5, timeFactor: 1 },
  ...{ environment: 0, other: 0, preference: 0, favourite: null },
} as unknown as Rates;
const close: Action = { kind: 'close', resolution: 'x' };
const other: Action = { kind: 'transfer', queue: 'q' };
const MOMENT = {
  suggestion: close,
  confidence: 0.5,
  critical: true,
  right: [other],
  acceptsInRow: 0,
  person: null,
} as unknown as Moment;
const work = (own: object) => ({ work: { operator: 'o', sinceRestMs: 0, casesWorked: 0, queueLength: 0, ...own } });

function apply(name: string, moment: object, strength = 1, argument = ''): Rates {
  const trait = TRAITS.find((one) => one.name === name)!;
  return trait.apply(RATES, { ...MOMENT, ...moment } as Moment, strength, argument);
}
const odds = (rate: number) => rate / (1 - rate);

describe('what a trait depends on', () => {
  it.each([
    ['automation-bias', { confidence: 0, acceptsInRow: -3 }],
    ['learning-curve', work({ casesWorked: -3 })],
    ['learning-curve', {}],
    ['time-pressure', work({ queueLength: -3 })],
    ['time-pressure', {}],
    ['vigilance', work({ sinceRestMs: -3 })],
    ['vigilance', {}],
    ['skill', {}],
  ])('of %s does nothing from nothing down: %j', (name, moment) => {
    expect(apply(name, moment)).toEqual(RATES);
  });

  it('moves odds as it says', () => {
    const full = apply('automation-bias', { confidence: 1 });
    expect(odds(full.beta) / odds(RATES.beta)).toBeCloseTo(2, 9);
    expect(odds(full.alpha) / odds(RATES.alpha)).toBeCloseTo(1 / 2, 9);
    const practised = apply('learning-curve', work({ casesWorked: 90 }));
    for (const rate of ['alpha', 'beta', 'slip'] as const)
      expect(odds(practised[rate]) / odds(RATES[rate])).toBeCloseTo(10 ** -0.3, 9);
    expect(odds(practised.notice) / odds(RATES.notice)).toBeCloseTo(10 ** 0.3, 9);
    expect(practised.timeFactor).toBeCloseTo(10 ** -0.15, 9);
    const pressed = apply('time-pressure', work({ queueLength: 1e9 }), 2);
    expect([odds(pressed.beta) / odds(RATES.beta), pressed.timeFactor]).toEqual([
      expect.closeTo(4, 9),
      expect.closeTo(Math.exp(-0.6), 9),
    ]);
    expect(pressed.alpha).toBe(RATES.alpha);
    const tired = apply('vigilance', work({ sinceRestMs: 1e12 }));
    expect(odds(tired.alpha) / odds(RATES.alpha)).toBeCloseTo(1 / Math.SQRT2, 9);
    expect(odds(tired.beta) / odds(RATES.beta)).toBeCloseTo(2, 9);
  });

  it('of somebody who wants harm is a critical suggestion that is wrong and sure enough', () => {
    const harms = (moment: object, strength: number) => apply('adversarial', moment, strength).beta === 1;
    expect(harms({ confidence: 0.5 }, 0.5)).toBe(true);
    expect(harms({ confidence: 0.49 }, 0.5)).toBe(false);
    expect(harms({ confidence: null }, 0.5)).toBe(false);
    expect(harms({ confidence: null }, 1)).toBe(true);
    expect(harms({ confidence: 1 }, 0)).toBe(false);
    expect(harms({ critical: false }, 1)).toBe(false);
    expect(harms({ right: [other, close] }, 1)).toBe(false);
    expect(harms({ suggestion: null }, 1)).toBe(false);
  });

  it('of a habit or an order is what is right', () => {
    expect(apply('preference', { right: [other] })).toEqual(RATES);
    expect(apply('preference', { right: [other, close] }, 0.3)).toMatchObject({ preference: 0.3, favourite: other });
    const taste = (purpose: string) => (purpose.includes('close') ? 1 : -1);
    expect(apply('preference', { right: [other, close], person: taste }).favourite).toBe(close);
    expect(apply('instructed-prefer', { right: [other, close] }, 0.4, 'close')).toMatchObject({
      preference: 0.4,
      favourite: close,
    });
    expect(apply('instructed-prefer', { right: [other] }, 1, 'close')).toEqual(RATES);
    expect(apply('instructed-reject', {}, 0.4, 'close').other).toBe(0.4);
    expect(apply('instructed-reject', {}, 0.4, 'transfer')).toEqual(RATES);
    expect(apply('instructed-reject', { suggestion: null }, 1, 'close')).toEqual(RATES);
    for (const name of ['environment-limits', 'other-refusals', 'automation-bias'])
      expect(apply(name, { suggestion: null, acceptsInRow: 5 })).toEqual(RATES);
  });

  it('leaves what never or always happens, and a rate where there is no shift', () => {
    for (const rate of [0, 1]) expect(scaleOdds(rate, 3)).toBe(rate);
    expect(scaleOdds(0.3, 0)).toBe(0.3);
    expect(probabilityOfEither(0.3, 0)).toBe(0.3);
    expect([probabilityOfEither(0.3, -1), probabilityOfEither(0.3, 7)]).toEqual([0.3, 1]);
  });
});

describe('a roster', () => {
  const at = (own: object, order = 0) => workOf('s', order, 'seed', { ...CALM_ROSTER, ...own });

  it('may be as small as one operator who never rests, waits or learns', () => {
    const least = { operators: 1, restEveryMs: 0, meanQueue: 0, caseShare: 0, tenureCases: 0 };
    expect(at(least, 99)).toEqual({ operator: 'op1', sinceRestMs: 0, casesWorked: 0, queueLength: 0 });
    expect(at({ ...least, caseShare: 0.5 }, 99).casesWorked).toBe(49);
  });

  it.each([
    { operators: 0 },
    { operators: 1.5 },
    { restEveryMs: -1 },
    { meanQueue: -0.1 },
    { caseShare: -0.1 },
    { tenureCases: -1 },
    { restEveryMs: Number.NaN },
  ])('is refused with %j', (own) => {
    expect(() => at(own)).toThrow('give 1 or more operators, and nothing below 0');
  });
});

describe('logged times', () => {
  it('are clipped to half a second and to the longest that a person takes, an hour at most', () => {
    expect(clipTimes([0, 499, 500, 700])).toEqual([500, 500, 500, expect.closeTo(699.4, 6)]);
    expect(clipTimes([100, 200])).toEqual([500, 500]);
    expect(clipTimes([9e6, 9e6])).toEqual([3_600_000, 3_600_000]);
  });

  it('tell a pace of operators with a hundred of them each, of two operators at least', () => {
    const log = (count: number, ms: number) =>
      Object.fromEntries(
        ACTS.map((act, at) => [act, at === 0 ? Array.from({ length: count }, (_, i) => ms * (1 + (i % 2))) : []]),
      ) as never;
    expect(fitPace([log(100, 1000), log(100, 4000)])?.operators).toBe(2);
    expect(fitPace([log(100, 1000), log(99, 4000)])).toBeNull();
    expect(fitPace([log(100, 1000), log(100, 4000), log(99, 9000)])?.operators).toBe(2);
    expect(fitPace([log(500, 1000)])).toBeNull();
    // Whose means lie as close as chance alone would have them have one pace.
    expect(fitPace([log(100, 1000), log(100, 1000)])?.sigma).toBe(0);
  });
});

it('operators of the paper can be as good as their answers allow, and no better', () => {
  for (const beta of [1, -0.01]) expect(() => paperMix({ beta })).toThrow('No operator answers suggestions of kind');
  expect(() => paperMix({ beta: 0 })).not.toThrow();
  for (const accuracy of [0, 1.1])
    expect(() => paperMix({ accuracy: { close: accuracy } as never })).toThrow('of kind close');
});

it('a queue’s formulas take load from nothing up, and have no mean wait where all servers are busy', () => {
  expect(pollaczekKhinchine(0, 1, 0)).toBe(0);
  expect(pollaczekKhinchine(0.999, 1, 0)).toBeCloseTo(0.999 / 0.002, 6);
  expect(pollaczekKhinchine(1, 1, 0)).toBe(Number.POSITIVE_INFINITY);
  for (const [rate, mean, variance] of [
    [-1, 1, 1],
    [1, 0, 1],
    [1, 1, -1],
  ] as const)
    expect(() => pollaczekKhinchine(rate, mean, variance)).toThrow('none may be below 0');
  const load = (own: object) => erlangC({ arrivalRate: 1, serviceRate: 2, servers: 1, ...own });
  expect(load({ arrivalRate: 0 })).toMatchObject({ waitShare: 0, meanWait: 0 });
  expect(load({ arrivalRate: 2 })).toMatchObject({ waitShare: 1, meanWait: Number.POSITIVE_INFINITY });
  expect(load({}).within(-1)).toBe(0);
  for (const own of [
    { arrivalRate: -1 },
    { serviceRate: 0 },
    { arrivalRate: Number.POSITIVE_INFINITY },
    { serviceRate: Number.POSITIVE_INFINITY },
  ])
    expect(() => load(own)).toThrow('give rates from 0 up');
  for (const servers of [0, 1.5]) expect(() => load({ servers })).toThrow('a whole number from 1 up');
});

import { describe, expect, it } from 'vitest';
import { createRng } from '../../harness/shared/streams.ts';
import { safeAutomation } from '../propagation/safe-automation.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { clusteredMean } from './clustered-mean.ts';
import { meanEstimate } from './mean-estimate.ts';
import { medianInterval } from './median-interval.ts';
import { midP } from './mid-p.ts';
import { allPass } from './pass-hat-k.ts';
import { SHARE } from './range.ts';
import { reliabilityBins } from './reliability.ts';
import { roganGladen } from './rogan-gladen.ts';
import { pairedBootstrap, sessionBootstrap } from './session-bootstrap.ts';
import { beyondStudentT, studentT } from './student-t.ts';

const POINT = { label: 'x', coverage: 0.5, failures: 1, sessions: 100 };
const rng = () => createRng('speed ids', 'bounds');

/** What each estimator takes at the borders of its arguments, and what it refuses beyond them. */
const BORDERS: [name: string, of: (value: number) => unknown, within: number[], beyond: number[]][] = [
  ['confidence of an exact interval', (one) => clopperPearson(1, 2, one), [1e-9, 0.999999], [0, 1, Number.NaN]],
  ['confidence of mid-p', (one) => midP(1, 2, one), [1e-9, 0.999999], [0, 1, Number.NaN]],
  ['confidence of a median', (one) => medianInterval([1, 2], one), [0.01, 0.99], [0, 1, -1, Number.NaN]],
  ['successes of an exact interval', (one) => clopperPearson(one, 3), [0, 3], [-1e-9, 3.01, Number.NaN]],
  ['trials of an exact interval', (one) => clopperPearson(0, one), [0, 1], [-1, Number.NaN]],
  ['successes of mid-p', (one) => midP(one, 3), [0, 3], [-1e-9, 3.01, Number.NaN]],
  ['trials of mid-p', (one) => midP(0, one), [0, 1], [-1, Number.NaN]],
  ['degrees of Student’s t', (one) => studentT(one), [0.1, 1e9], [0, -1, Number.NaN]],
  ['α', (one) => roganGladen(0.5, one, 0.2), [0, 0.79], [-0.01, 0.8, Number.NaN]],
  ['β', (one) => roganGladen(0.5, 0.2, one), [0, 0.79], [-0.01, 0.8, Number.NaN]],
  ['ε', (one) => safeAutomation([POINT], one), [0.01, 0.99], [0, 1, Number.NaN]],
  ['confidence of safe automation', (one) => safeAutomation([POINT], 0.1, one), [0.6, 0.99], [0, 1, Number.NaN]],
  ['k of all that pass', (one) => allPass({ repeats: 3, passed: 2 }, one), [1, 3], [0, 4, Number.NaN]],
  ['passed of all repeats', (one) => allPass({ repeats: 3, passed: one }, 1), [0, 3], [-1, 4, Number.NaN]],
  ['bins', (one) => reliabilityBins([{ score: 0.5, right: true }], one), [1, 2], [0, 1.5, -1, Number.NaN]],
  [
    'value of a mean',
    (one) => meanEstimate([one, 0.5], SHARE),
    [0, 1, -1e-13, 1 + 1e-13],
    [-1e-9, 1 + 1e-9, Number.NaN],
  ],
  [
    'value of a clustered mean',
    (value) => clusteredMean([{ session: 's', value, weight: 1 }], SHARE),
    [0, 1],
    [-0.01, 1.01, Number.NaN],
  ],
  [
    'its weight',
    (weight) => clusteredMean([{ session: 's', value: 1, weight }], SHARE),
    [0.01, 9],
    [0, -1, Number.NaN, Number.POSITIVE_INFINITY],
  ],
];

it.each(BORDERS)('%s is taken up to its borders, and refused beyond them', (_, of, within, beyond) => {
  for (const value of within) expect(() => of(value), `${value}`).not.toThrow();
  for (const value of beyond) expect(() => of(value), `${value}`).toThrow();
});

describe('what is rounding', () => {
  it('is none: a count of next to nothing has the ends of nothing', () => {
    for (const interval of [clopperPearson, midP]) {
      expect(interval(1e-10, 5).low).toBe(0);
      expect(interval(5 - 1e-10, 5).high).toBe(1);
      expect(interval(1e-8, 5).low).toBeGreaterThanOrEqual(0);
    }
  });

  it('does not carry a mean out of its range, and what is alike has no ends', () => {
    expect(meanEstimate([1 + 1e-13, 1 + 1e-13], SHARE)).toEqual({ estimate: 1, low: null, high: null, of: 2 });
    expect(meanEstimate([-1e-13, -1e-13], SHARE).estimate).toBe(0);
    expect(meanEstimate([0.5, null], SHARE).estimate).toBeNull();
    expect(meanEstimate([], SHARE).estimate).toBeNull();
  });

  it('changes nothing for more degrees than a million', () => {
    expect(studentT(1e6)).toBe(studentT(1e9));
    expect(beyondStudentT(2, 1e6)).toBe(beyondStudentT(2, 1e9));
    expect(studentT(1e5)).not.toBe(studentT(1e6));
  });
});

it('a share right is cut to what can be, where the rates do not fit the acceptance', () => {
  expect(roganGladen(0.1, 0.2, 0.3)).toBe(0);
  expect(roganGladen(0.95, 0.2, 0.3)).toBe(1);
  expect(roganGladen(0.55, 0.2, 0.3)).toBeCloseTo(0.5, 12);
});

it('of settings that are equally wide the first surely safe one is the best; of none there is none', () => {
  const safe = { label: 'x', coverage: 0.5, failures: 0, sessions: 1000 };
  const { best, bounds } = safeAutomation([{ ...safe, coverage: 0.4 }, safe, { ...safe, failures: 1 }], 0.1);
  expect(best).toMatchObject({ ...safe, errorAtMost: bounds[1] });
  expect(safeAutomation([{ ...safe, sessions: 0 }], 0.99).best).toBeNull();
  const [bound] = safeAutomation([safe], 0.5).bounds;
  expect(safeAutomation([safe], bound!).best).not.toBeNull();
  expect(() => safeAutomation([], 0.1)).toThrow('no setting');
});

describe('resamples', () => {
  const sessions = ['a', 'b', 'c', 'd', 'e', 'f'];
  const values = [1, 2, 3, 4, 5, 9];
  const mean = (weights: ArrayLike<number>) => {
    const all = Array.from(weights).reduce((sum, one) => sum + one, 0);
    return values.reduce((sum, value, at) => sum + value * weights[at]!, 0) / all;
  };
  const difference = (settings?: object) =>
    pairedBootstrap(sessions, mean, () => 3, 'higher', rng(), settings as never);

  it('are a thousand at 95 % and a margin of two points, where nothing else is said', () => {
    expect(difference()).toEqual(difference({ draws: 1000, confidence: 0.95 }));
    expect(difference()).not.toEqual(difference({ draws: 500 }));
    expect(difference({ confidence: 0.5 }).low).toBeGreaterThan(difference().low!);
  });

  it('say nothing of what cannot be computed', () => {
    const nothing = { estimate: null, low: null, high: null, p: null, pWithin: null, spread: null };
    for (const [one, other] of [
      [() => null, mean],
      [mean, () => null],
    ] as const)
      expect(pairedBootstrap(sessions, one, other, 'higher', rng(), { draws: 200 })).toMatchObject(nothing);
  });

  it.each([
    [{ draws: 1.5 }, '1.5 resamples'],
    [{ draws: 3 }, '3 resamples'],
    [{ confidence: 0 }, 'confidence of 0'],
    [{ confidence: 1 }, 'confidence of 1'],
  ])('cannot be made with %j', (settings, message) => {
    expect(() => difference(settings)).toThrow(message);
    expect(() => sessionBootstrap(sessions, mean, rng(), settings as never)).toThrow(message);
  });
});

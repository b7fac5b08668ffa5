import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testRng } from './testing/draws.ts';
import { mannKendall, pettitt, theilSen } from './trend.ts';

/** All orders of some values, equal ones told apart. */
function orders(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((first, at) => orders(values.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

const few = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 });
const many = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 40 });
const rising = (count: number) => Array.from({ length: count }, (_, at) => at);
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
function choose(all: number, some: number): number {
  return some === 0 ? 1 : (choose(all - 1, some - 1) * all) / some;
}

/** Share of all orders whose statistic is at least that of these values. */
const shareAsLarge = (values: readonly number[], of: (values: readonly number[]) => number) =>
  orders(values).filter((one) => of(one) >= of(values)).length / factorial(values.length);

describe('the Mann-Kendall test', () => {
  it('is the share of all orders that rise or fall as much, with ties too', () => {
    fc.assert(
      fc.property(few, (values) => {
        expect(mannKendall(values).p).toBeCloseTo(
          shareAsLarge(values, (one) => Math.abs(mannKendall(one).s)),
          12,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is two in n! where every value rises, and two in the ways to part two values where they part at once', () => {
    for (const count of [2, 5, 12, 20]) expect(mannKendall(rising(count)).p / (2 / factorial(count))).toBeCloseTo(1, 9);
    const parted = rising(30).map((at) => (at < 12 ? 7 : 3));
    expect(mannKendall(parted)).toMatchObject({ s: -12 * 18 });
    expect(mannKendall(parted).p / (2 / choose(30, 12))).toBeCloseTo(1, 9);
  });

  it('comes to the normal distribution where many values are counted', () => {
    const rng = testRng('orders');
    for (let time = 0; time < 20; time++) {
      const { s, p } = mannKendall(rising(60).map((at) => rng.next() + at / 200));
      const normal = 2 * normalCdf(-Math.abs(s) / Math.sqrt((60 * 59 * 125) / 18), 0, 1);
      expect(Math.abs(p - normal)).toBeLessThan(0.02);
    }
  });

  it('turns with the order and with the sign, and is 1 of equal values', () => {
    fc.assert(
      fc.property(many, (values) => {
        const { s, p } = mannKendall(values);
        expect(mannKendall(values.toReversed())).toEqual({ s: 0 - s, p });
        expect(mannKendall(values.map((one) => -3 * one)).s).toBe(0 - s);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
    for (const values of [[], [1], [2, 2, 2]]) expect(mannKendall(values)).toEqual({ s: 0, p: 1 });
  });
});

describe('the Theil-Sen line', () => {
  it('is a line itself, and stays it where fewer than a quarter of the values lie anywhere', () => {
    expect(theilSen(rising(9).map((at) => 5 - 2 * at))).toEqual({ slope: -2, low: -2, high: -2, intercept: 5 });
    const far = rising(20).map((at) => (at % 5 === 2 ? 1000 * (-1) ** at : 3 + at));
    expect(theilSen(far).slope).toBeCloseTo(1, 12);
  });

  it('follows what is added and multiplied, and lies in its interval', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 5 }), fc.integer({ min: -5, max: 5 }), (values, factor, rise) => {
        const { slope, low, high } = theilSen(values);
        expect(low).toBeLessThanOrEqual(slope);
        expect(high).toBeGreaterThanOrEqual(slope);
        expect(theilSen(values.map((one, at) => factor * one + rise * at)).slope).toBeCloseTo(factor * slope + rise, 9);
      }),
    );
    expect(() => theilSen([1])).toThrow('no slope');
  });

  it('holds the true slope in its interval as often as it says', () => {
    const rng = testRng('slopes');
    const studies = 600;
    let held = 0;
    for (let study = 0; study < studies; study++) {
      const { low, high } = theilSen(rising(20).map((at) => 0.3 * at + Math.log(rng.next() / rng.next())));
      if (low <= 0.3 && high >= 0.3) held++;
    }
    expect(held / studies).toBeGreaterThan(0.92);
    expect(held / studies).toBeLessThan(0.98);
  });
});

describe("Pettitt's test", () => {
  it('finds the place where values part: K is the product of the two lengths', () => {
    for (const at of [1, 7, 12, 19]) {
      const found = pettitt(rising(20).map((place) => (place < at ? 3 : 5)));
      expect(found).toMatchObject({ k: at * (20 - at), at });
      expect(found.p).toBeCloseTo(Math.min(1, 2 * Math.exp((-6 * (at * (20 - at)) ** 2) / 8400)), 12);
    }
  });

  it('is pairs across a place that fall less pairs that rise', () => {
    fc.assert(
      fc.property(many, (values) => {
        const across = values.map((_, cut) => {
          const [before, after] = [values.slice(0, cut), values.slice(cut)];
          return Math.abs(
            before.flatMap((one) => after.map((other) => Math.sign(one - other))).reduce((a, b) => a + b, 0),
          );
        });
        const k = Math.max(...across);
        expect(pettitt(values)).toMatchObject({ k, at: k === 0 ? 0 : across.indexOf(k) });
      }),
    );
  });

  it('never gives a p below the share of all orders that part as far', () => {
    fc.assert(
      fc.property(few, (values) => {
        expect(pettitt(values).p).toBeGreaterThanOrEqual(shareAsLarge(values, (one) => pettitt(one).k) - 1e-12);
      }),
      { numRuns: 60 },
    );
    expect(pettitt([])).toEqual({ k: 0, at: 0, p: 1 });
  });

  it('is at most as small as it says where nothing changes', () => {
    const rng = testRng('no change');
    const studies = 2000;
    for (const count of [10, 25, 60]) {
      const ps = Array.from({ length: studies }, () => pettitt(rising(count).map(() => rng.next())).p);
      for (const level of [0.01, 0.05, 0.2])
        expect(ps.filter((p) => p <= level).length / studies, `${count}`).toBeLessThan(
          level + 3 * Math.sqrt((level * (1 - level)) / studies),
        );
    }
  });
});

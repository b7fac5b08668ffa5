import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mcNemarMidP } from './mcnemar.ts';

/** Ways to choose, exact below 2^53. */
function choose(all: number, some: number): number {
  return some === 0 ? 1 : (choose(all - 1, some - 1) * all) / some;
}

const probability = (heads: number, throws: number) => choose(throws, heads) / 2 ** throws;

describe("McNemar's test with mid-p", () => {
  it('is the closed form where one arm wins all: half to the power of their number', () => {
    for (let all = 1; all <= 40; all++) expect(mcNemarMidP(0, all)).toBeCloseTo(0.5 ** all, 14);
    expect(mcNemarMidP(300, 0) / 0.5 ** 300).toBeCloseTo(1, 9);
  });

  it.each([
    // By hand: 2 · P(at most 1 of 8) − P(1 of 8) = (2 · 9 − 8) / 256.
    [1, 7, 10 / 256],
    // 1 − P(2 of 4) / 2 = 1 − 6 / 32.
    [2, 2, 26 / 32],
    [0, 0, 1],
    // Fagerland, Lydersen & Laake 2013, airway hyper-responsiveness before and after a transplant: .039.
    [7, 1, 0.0390625],
  ])('of %d against %d is %d', (gained, lost, p) => {
    expect(mcNemarMidP(gained, lost)).toBeCloseTo(p, 12);
  });

  it('is the probability of all less even splits, and half that of those as uneven', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(40), (all, some) => {
        const gained = Math.min(some, all);
        const uneven = (heads: number) => Math.abs(2 * heads - all);
        let p = 0;
        for (let heads = 0; heads <= all; heads++) {
          if (uneven(heads) > uneven(gained)) p += probability(heads, all);
          if (uneven(heads) === uneven(gained)) p += probability(heads, all) / 2;
        }
        expect(mcNemarMidP(gained, all - gained)).toBeCloseTo(p, 12);
      }),
    );
  });

  it('is a half in the mean where neither arm is better', () => {
    for (const all of [1, 2, 7, 30]) {
      const mean = Array.from(
        { length: all + 1 },
        (_, heads) => probability(heads, all) * mcNemarMidP(heads, all - heads),
      ).reduce((sum, one) => sum + one, 0);
      expect(mean).toBeCloseTo(0.5, 12);
    }
  });

  it('is the same for either arm, and refuses what is no count', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (gained, lost) => {
        expect(mcNemarMidP(gained, lost)).toBe(mcNemarMidP(lost, gained));
      }),
    );
    for (const wrong of [-1, 0.5, Number.NaN]) expect(() => mcNemarMidP(1, wrong)).toThrow('whole numbers');
  });
});

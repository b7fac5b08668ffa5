import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPass, flakeRate, passHatK, type RepeatedSession } from './pass-hat-k.ts';
import { ratioEstimate } from './ratio-estimate.ts';

/** All choices of `k` of the items. */
function choices<T>(items: readonly T[], k: number): T[][] {
  if (k === 0) return [[]];
  return items.flatMap((item, at) => choices(items.slice(at + 1), k - 1).map((rest) => [item, ...rest]));
}

const binomial = (n: number, k: number): number => (k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k);

const outcomes = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
const counted = (all: readonly boolean[], at = 0): RepeatedSession => ({
  caseKey: `case ${at}`,
  repeats: all.length,
  passed: all.filter(Boolean).length,
});

describe('pass^k of one session', () => {
  it('is the share of all choices of k repeats in which all pass, and C(c, k) / C(n, k)', () => {
    fc.assert(
      fc.property(outcomes, (all) => {
        for (let k = 1; k <= all.length; k++) {
          const chosen = choices(all, k);
          const share = chosen.filter((some) => some.every(Boolean)).length / chosen.length;
          const { repeats, passed } = counted(all);
          expect(allPass({ repeats, passed }, k)).toBeCloseTo(share, 12);
          const closed = passed < k ? 0 : binomial(passed, k) / binomial(repeats, k);
          expect(allPass({ repeats, passed }, k)).toBeCloseTo(closed, 12);
        }
      }),
    );
  });

  it('is unbiased: over all that n repeats of chance p can come to, its mean is p to the k', () => {
    for (const p of [0, 0.2, 0.5, 0.9, 1])
      for (const n of [1, 3, 6])
        for (let k = 1; k <= n; k++) {
          const mean = Array.from({ length: n + 1 }, (_, passed) => {
            const chance = binomial(n, passed) * p ** passed * (1 - p) ** (n - passed);
            return chance * allPass({ repeats: n, passed }, k);
          }).reduce((sum, one) => sum + one);
          expect(mean).toBeCloseTo(p ** k, 12);
        }
  });

  it('is refused where fewer repeats were played', () => {
    expect(() => allPass({ repeats: 3, passed: 2 }, 4)).toThrow(/nothing is known of 4/);
    expect(() => allPass({ repeats: 3, passed: 4 }, 1)).toThrow(/4 of 3/);
  });
});

describe('over sessions', () => {
  it('N equal repeats say what one says, interval included, whatever N and k', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), fc.integer({ min: 2, max: 9 }), (all, n) => {
        const once = ratioEstimate({ numerators: all.map(Number), denominators: all.map(() => 1) }, 'share');
        const { estimate, low, high, of } = once;
        const equal = all.map((passed, at) =>
          counted(
            Array.from({ length: n }, () => passed),
            at,
          ),
        );
        for (let k = 1; k <= n; k++) expect(passHatK(equal, k)).toMatchObject({ estimate, low, high, of });
        expect(flakeRate(equal).estimate).toBe(0);
      }),
    );
  });

  it('pass^1 is the share of repeats that pass, pass^k falls with k, and flaky are those that did both', () => {
    const repeats = fc.array(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(repeats, (all) => {
        const sessions = all.map(counted);
        const each = [1, 2, 3, 4].map((k) => passHatK(sessions, k).estimate!);
        expect(each[0]).toBeCloseTo(all.flat().filter(Boolean).length / (4 * all.length), 12);
        expect(each).toEqual(each.toSorted((a, b) => b - a));
        const both = all.filter((one) => one.includes(true) && one.includes(false)).length;
        expect(flakeRate(sessions)).toMatchObject({ estimate: both / all.length, of: all.length });
      }),
    );
  });

  it('sessions of one case are one cluster', () => {
    const sessions = [true, false, true, false].map((passed, at) => ({
      ...counted([passed, passed]),
      caseKey: `case ${Math.floor(at / 2)}`,
    }));
    expect(passHatK(sessions, 2)).toMatchObject({ estimate: 0.5, of: 2 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOfGroups } from './mean-of-groups.ts';
import { ratioEstimate } from './ratio-estimate.ts';
import { testRng } from './testing/draws.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const group = fc.tuple(share, share, share).map((values) => {
  const [low, estimate, high] = values.toSorted((a, b) => a - b) as [number, number, number];
  return { estimate, low, high };
});

describe('the mean of groups', () => {
  it('of equal ones is narrower by the root of their number; of one it is its own', () => {
    const one = { estimate: 0.5, low: 0.4, high: 0.62 };
    expect(meanOfGroups([one])).toEqual(one);
    const { estimate, low, high } = meanOfGroups([one, one, one, one]);
    expect([estimate, low, high]).toEqual([0.5, expect.closeTo(0.45, 12), expect.closeTo(0.56, 12)]);
  });

  it('holds its estimate, stays where the groups are, and is no wider than the mean of their widths', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 8 }), (groups) => {
        const { estimate, low, high } = meanOfGroups(groups) as { estimate: number; low: number; high: number };
        const mean = (of: (one: (typeof groups)[number]) => number) =>
          groups.reduce((sum, one) => sum + of(one), 0) / groups.length;
        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
        expect(low).toBeGreaterThanOrEqual(mean((one) => one.low) - 1e-12);
        expect(high).toBeLessThanOrEqual(mean((one) => one.high) + 1e-12);
      }),
    );
  });

  it('keeps a width where every session of every group agrees', () => {
    const sure = ratioEstimate({ numerators: Array(20).fill(1), denominators: Array(20).fill(1) }, 'share');
    const { low, high } = meanOfGroups([sure, sure, sure]);
    expect(high).toBe(1);
    expect(low).toBeLessThan(0.95);
    expect(low).toBeGreaterThan(sure.low ?? 1);
  });

  it('holds the truth in about 95 % of draws of five groups of 30 sessions', () => {
    const rng = testRng('mean of groups');
    const shares = [0.3, 0.5, 0.6, 0.8, 0.95];
    const truth = shares.reduce((sum, one) => sum + one, 0) / shares.length;
    const studies = 1500;
    let held = 0;
    for (let i = 0; i < studies; i++) {
      const { low, high } = meanOfGroups(
        shares.map((p) => {
          const hits = Array.from({ length: 30 }, () => Number(rng.next() < p));
          return ratioEstimate({ numerators: hits, denominators: hits.map(() => 1) }, 'share');
        }),
      );
      if ((low ?? 2) <= truth && truth <= (high ?? -1)) held++;
    }
    expect(held / studies).toBeGreaterThan(0.935);
    expect(held / studies).toBeLessThan(0.975);
  });

  it('is unknown where a group is, and without ends where one has none', () => {
    const one = { estimate: 0.5, low: 0.4, high: 0.6 };
    expect(meanOfGroups([])).toEqual({ estimate: null, low: null, high: null });
    expect(meanOfGroups([one, { estimate: null, low: null, high: null }]).estimate).toBeNull();
    expect(meanOfGroups([one, { estimate: 0.7, low: null, high: null }])).toEqual({
      estimate: expect.closeTo(0.6, 12),
      low: null,
      high: null,
    });
  });
});

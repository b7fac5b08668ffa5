import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc } from './auroc.ts';
import { brierScore, calibrationError, reliabilityBins } from './reliability.ts';
import { testRng } from './testing/draws.ts';

const outcomes = fc.array(fc.record({ score: fc.integer({ min: 0, max: 8 }).map((i) => i / 8), right: fc.boolean() }), {
  minLength: 1,
  maxLength: 80,
});

describe('reliabilityBins', () => {
  it('puts every proposal into one bin, never parting equal scores', () => {
    fc.assert(
      fc.property(outcomes, fc.integer({ min: 1, max: 12 }), (list, count) => {
        const bins = reliabilityBins(list, count);
        expect(bins.length).toBeLessThanOrEqual(count);
        expect(bins.flatMap(({ members }) => members)).toHaveLength(list.length);
        for (const [i, bin] of bins.entries()) {
          const next = bins[i + 1];
          if (next) expect(Math.max(...bin.members.map((m) => m.score))).toBeLessThan(next.members[0]!.score);
          expect(bin.right).toBeCloseTo(bin.members.filter(({ right }) => right).length / bin.members.length, 12);
        }
      }),
    );
  });

  it('makes bins of equal mass', () => {
    const list = Array.from({ length: 100 }, (_, i) => ({ score: i / 100, right: true }));
    expect(reliabilityBins(list).map(({ members }) => members.length)).toEqual(Array(10).fill(10));
  });

  it('refuses no bins', () => {
    expect(() => reliabilityBins([], 0)).toThrow('bins');
  });
});

describe('calibrationError and brierScore', () => {
  it('agree with a case worked out by hand', () => {
    const list = [
      { score: 0.2, right: false },
      { score: 0.4, right: true },
      { score: 0.9, right: true },
      { score: 0.7, right: true },
    ];
    expect(calibrationError(reliabilityBins(list, 2))).toBeCloseTo((0.2 + 0.2) / 2, 12);
    expect(brierScore(list)).toBeCloseTo((0.04 + 0.36 + 0.01 + 0.09) / 4, 12);
  });

  it('are small for scores that mean what they say, and have nothing to say of nothing', () => {
    const rng = testRng('calibrated');
    const list = Array.from({ length: 20_000 }, () => {
      const score = rng.next();
      return { score, right: rng.next() < score };
    });
    expect(calibrationError(reliabilityBins(list))).toBeLessThan(0.02);
    expect(brierScore(list)).toBeCloseTo(1 / 6, 2);
    expect(calibrationError([])).toBeNull();
    expect(brierScore([])).toBeNull();
  });
});

describe('auroc', () => {
  it('is the share of pairs in order, ties half', () => {
    fc.assert(
      fc.property(outcomes, (list) => {
        const right = list.filter((o) => o.right);
        const wrong = list.filter((o) => !o.right);
        let ordered = 0;
        for (const a of right) for (const b of wrong) ordered += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
        const pairs = right.length * wrong.length;
        if (pairs === 0) expect(auroc(list)).toBeNull();
        else expect(auroc(list)).toBeCloseTo(ordered / pairs, 12);
      }),
    );
  });
});

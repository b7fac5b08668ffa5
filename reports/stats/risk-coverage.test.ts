import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { riskCoverage, thinPoints } from './risk-coverage.ts';
import type { ScoredOutcome } from './scored-outcome.ts';

const outcomes = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 10 }).map((i) => i / 10), right: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);
const ranked = (rights: boolean[]): ScoredOutcome[] =>
  rights.map((right, i) => ({ score: 1 - i / rights.length, right }));

describe('riskCoverage', () => {
  it('agrees with areas worked out by hand', () => {
    // Coverage ¼ ½ ¾ 1, selective risk 0 ½ ⅓ ½.
    const curve = riskCoverage(ranked([true, false, true, false]))!;
    expect(curve.points.map(({ risk }) => risk)).toEqual([0, 1 / 2, 1 / 3, 1 / 2]);
    expect(curve.aurc).toBeCloseTo((0 + 0.25 + 5 / 12 + 5 / 12) / 4, 12);
    expect(curve.augrc).toBeCloseTo((0 + 0.125 + 0.25 + 0.375) / 4, 12);
    expect(curve.excessAurc).toBeCloseTo(curve.aurc - (0.5 + 0.5 * Math.log(0.5)), 12);
  });

  it('reaches the optimum with a perfect order: no excess, AUGRC e²/2', () => {
    const curve = riskCoverage(ranked(Array.from({ length: 4000 }, (_, i) => i < 3000)))!;
    expect(curve.excessAurc).toBeCloseTo(0, 4);
    expect(curve.augrc).toBeCloseTo(0.25 ** 2 / 2, 6);
    expect(curve.normalisedAurc).toBeCloseTo(1, 3);
  });

  it('is worse than chance, below 0, for an order turned round', () => {
    const curve = riskCoverage(ranked(Array.from({ length: 100 }, (_, i) => i >= 30)))!;
    expect(curve.normalisedAurc).toBeLessThan(0);
  });

  it('is the error rate throughout where scores say nothing', () => {
    const curve = riskCoverage(Array.from({ length: 10 }, (_, i) => ({ score: 0.5, right: i < 7 })))!;
    expect(curve.points).toHaveLength(1);
    expect(curve.aurc).toBeCloseTo(0.3, 12);
    expect(curve.augrc).toBeCloseTo(0.15, 12);
    expect(curve.normalisedAurc).toBeCloseTo(0, 12);
  });

  it('counts what a threshold executes, whatever order the proposals came in', () => {
    fc.assert(
      fc.property(outcomes, (list) => {
        const curve = riskCoverage(list)!;
        for (const { threshold, coverage, risk, generalisedRisk } of curve.points) {
          const executed = list.filter(({ score }) => score >= threshold);
          const wrong = executed.filter(({ right }) => !right).length;
          expect(coverage).toBeCloseTo(executed.length / list.length, 12);
          expect(risk).toBeCloseTo(wrong / executed.length, 12);
          expect(generalisedRisk).toBeCloseTo(wrong / list.length, 12);
        }
        expect(curve.points.at(-1)?.coverage).toBe(1);
        expect(riskCoverage([...list].reverse())).toEqual(curve);
      }),
    );
  });

  it('has nothing to say of nothing, and refuses NaN', () => {
    expect(riskCoverage([])).toBeNull();
    expect(() => riskCoverage([{ score: Number.NaN, right: true }])).toThrow('NaN');
    expect(riskCoverage(ranked([false, false]))).toMatchObject({ aurc: 1, excessAurc: 0, normalisedAurc: null });
    expect(riskCoverage(ranked([true, true]))).toMatchObject({ aurc: 0, normalisedAurc: null });
  });
});

describe('thinPoints', () => {
  it('keeps first, last and order, within the limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 2, max: 50 }), (count, limit) => {
        const { points } = riskCoverage(ranked(Array.from({ length: count }, (_, i) => i % 3 !== 0)))!;
        const thin = thinPoints(points, limit);
        expect(thin.length).toBeLessThanOrEqual(limit);
        expect(thin.at(0)).toBe(points.at(0));
        expect(thin.at(-1)).toBe(points.at(-1));
        expect(thin.every((point, i) => i === 0 || point.coverage > thin[i - 1]!.coverage)).toBe(true);
        if (count >= 2 * limit) expect(thin.length).toBeGreaterThanOrEqual(limit - 1);
      }),
    );
  });
});

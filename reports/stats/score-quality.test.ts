import { describe, expect, it } from 'vitest';
import { scoreQuality } from './score-quality.ts';

describe('scoreQuality', () => {
  it('is at its optimum for a perfect order: no excess, normalised AURC 1, AUROC 1, AUGRC e²/2', () => {
    const perfect = Array.from({ length: 4000 }, (_, at) => ({ score: 1 - at / 4000, right: at < 3000 }));
    const found = scoreQuality(perfect)!;
    expect(found).toMatchObject({ proposals: 4000, error: 0.25, auroc: 1 });
    expect(found.aurc).toBeCloseTo(0.25 + 0.75 * Math.log(0.75), 4);
    expect(found.excessAurc).toBeCloseTo(0, 4);
    expect(found.normalisedAurc).toBeCloseTo(1, 3);
    expect(found.augrc).toBeCloseTo(0.25 ** 2 / 2, 6);
    expect(found.excessAugrc).toBeCloseTo(0, 6);
  });

  it('says nothing is gained where all scores are alike: normalised AURC 0, AUROC ½, Brier and ECE by their formulas', () => {
    const alike = Array.from({ length: 10 }, (_, at) => ({ score: 0.9, right: at < 7 }));
    const found = scoreQuality(alike)!;
    expect(found.normalisedAurc).toBeCloseTo(0, 12);
    expect(found.aurc).toBeCloseTo(0.3, 12);
    expect(found.excessAugrc).toBeCloseTo(0.15 - 0.045, 12);
    expect(found.auroc).toBe(0.5);
    expect(found.ece).toBeCloseTo(0.2, 12);
    expect(found.brier).toBeCloseTo(0.7 * 0.01 + 0.3 * 0.81, 12);
  });

  it('is worse than chance, below 0, for an order turned round', () => {
    const turned = Array.from({ length: 100 }, (_, at) => ({ score: 1 - at / 100, right: at >= 30 }));
    expect(scoreQuality(turned)!.normalisedAurc).toBeLessThan(0);
  });

  it('leaves out what is undefined where all are right or all wrong, and has nothing to say of nothing', () => {
    for (const right of [true, false])
      expect(scoreQuality([{ score: 0.5, right }])).toMatchObject({ normalisedAurc: null, auroc: null });
    expect(scoreQuality([])).toBeNull();
  });
});

import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { type AuditedAnswer, estimateByGoldAudit } from './gold-audit.ts';

function simulated(
  count: number,
  accuracy: number,
  alpha: number,
  beta: number,
  random: () => number,
): AuditedAnswer[] {
  return Array.from({ length: count }, () => {
    const right = random() < accuracy;
    return { right, accepted: random() < (right ? 1 - alpha : beta) };
  });
}

const repeated = (count: number, right: boolean, accepted: boolean): AuditedAnswer[] =>
  new Array<AuditedAnswer>(count).fill({ right, accepted });

describe('a gold audit', () => {
  it('counts, with the exact interval: none wrong of 29 leaves up to 11.9 %', () => {
    const { rates, alpha, beta } = estimateByGoldAudit([
      ...repeated(29, true, true),
      ...repeated(3, false, true),
      ...repeated(7, false, false),
    ]);
    expect(rates).toEqual({ alpha: 0, beta: 0.3 });
    expect(alpha).toMatchObject({ estimate: 0, low: 0, trials: 29 });
    expect(alpha.high).toBeCloseTo(1 - 0.025 ** (1 / 29), 9);
    // Clopper & Pearson's own table: 3 of 10 at 95 %.
    expect(beta.low).toBeCloseTo(0.0667, 4);
    expect(beta.high).toBeCloseTo(0.6525, 4);
  });

  it('holds the true rates in its intervals about as often as it says, or more', () => {
    const random = seedrandom('audit');
    let missed = 0;
    for (let run = 0; run < 400; run++) {
      const { alpha, beta } = estimateByGoldAudit(simulated(150, 0.7, 0.1, 0.3, random), 0.9);
      if (0.1 < alpha.low || 0.1 > alpha.high) missed++;
      if (0.3 < beta.low || 0.3 > beta.high) missed++;
    }
    // 10 % of 800 at most, and three deviations.
    expect(missed).toBeLessThan(80 + 3 * Math.sqrt(72));
    expect(missed).toBeGreaterThan(15);
  });

  it('lies within its interval, which shrinks as more is audited', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(size, size, size, size, (a, b, c, d) => {
        const audited = [
          ...repeated(a, true, true),
          ...repeated(b, true, false),
          ...repeated(c, false, true),
          ...repeated(d, false, false),
        ];
        const once = estimateByGoldAudit(audited);
        const twice = estimateByGoldAudit([...audited, ...audited]);
        for (const key of ['alpha', 'beta'] as const) {
          expect(once[key].low).toBeLessThan(once[key].estimate);
          expect(once[key].high).toBeGreaterThan(once[key].estimate);
          expect(twice[key].high - twice[key].low).toBeLessThan(once[key].high - once[key].low);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('finds a β that grows with the score where each level is audited apart, and their mean where not', () => {
    const random = seedrandom('levels');
    const [low, high] = [0.1, 0.6].map((beta) => simulated(1500, 0.6, 0.05, beta, random));
    expect(estimateByGoldAudit(high!).beta.low).toBeGreaterThan(0.5);
    expect(estimateByGoldAudit(low!).beta.high).toBeLessThan(0.2);
    expect(estimateByGoldAudit([...low!, ...high!]).rates.beta).toBeCloseTo(0.35, 1);
  });

  it('says what is missing', () => {
    expect(() => estimateByGoldAudit(repeated(5, true, true))).toThrow('none of 5 audited suggestions is wrong');
    expect(() => estimateByGoldAudit([])).toThrow('none of 0 audited suggestions is right');
    expect(() => estimateByGoldAudit([], 95)).toThrow('confidence is 95');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialUpperTail, clopperPearsonLower, fewestTrials, trialsToShow } from './binomial.ts';

/** The tail by its definition, in exact whole-number ways for a rate of a/b. */
function exactTail(successes: number, trials: number, a: bigint, b: bigint): number {
  let ways = 0n;
  let choose = 1n;
  for (let i = 0; i <= trials; i++) {
    if (i >= successes) ways += choose * a ** BigInt(i) * (b - a) ** BigInt(trials - i);
    choose = (choose * BigInt(trials - i)) / BigInt(i + 1);
  }
  return Number((ways * 10n ** 30n) / b ** BigInt(trials)) / 1e30;
}

describe('binomialUpperTail', () => {
  it('agrees with exact arithmetic', () => {
    const counts = fc
      .integer({ min: 1, max: 150 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 99 }), ([k, n], percent) => {
        expect(binomialUpperTail(k, n, percent / 100)).toBeCloseTo(exactTail(k, n, BigInt(percent), 100n), 11);
      }),
    );
  });

  it('is at most delta exactly where the Clopper-Pearson bound reaches the rate', () => {
    const counts = fc
      .integer({ min: 1, max: 3000 })
      .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, fc.double({ min: 0.05, max: 0.95, noNaN: true }), ([k, n], rate) => {
        const bound = clopperPearsonLower(k, n, 0.05);
        fc.pre(Math.abs(bound - rate) > 1e-9);
        expect(binomialUpperTail(k, n, rate) <= 0.05).toBe(bound >= rate);
      }),
      { numRuns: 300 },
    );
  });

  it('holds its ground where single terms are too small for a number', () => {
    expect(binomialUpperTail(1, 20_000, 0.9)).toBe(1);
    expect(binomialUpperTail(20_000, 20_000, 0.1)).toBe(0);
    expect(binomialUpperTail(90_000, 100_000, 0.9)).toBeCloseTo(0.5, 2);
  });
});

describe('clopperPearsonLower', () => {
  it('is delta^(1/n) without errors, 0 without successes', () => {
    for (const n of [1, 29, 300]) expect(clopperPearsonLower(n, n, 0.05)).toBeCloseTo(0.05 ** (1 / n), 12);
    expect(clopperPearsonLower(0, 10, 0.05)).toBe(0);
  });

  it('is where the binomial tail equals delta', () => {
    expect(binomialUpperTail(43, 50, clopperPearsonLower(43, 50, 0.05))).toBeCloseTo(0.05, 10);
  });
});

describe('numbers of trials', () => {
  it('are the published ones without errors, and what the tail says with them', () => {
    for (const [rate, n] of [
      [0.9, 29],
      [0.95, 59],
      [0.99, 299],
    ] as const) {
      expect(fewestTrials(rate, 0.05)).toBe(n);
      expect(trialsToShow(rate, 0.05, 1)).toBe(n);
    }
    const n = trialsToShow(0.84, 0.05, 0.9)!;
    expect(binomialUpperTail(Math.floor(0.9 * n), n, 0.84)).toBeLessThanOrEqual(0.05);
    expect(trialsToShow(0.9, 0.05, 0.9)).toBeNull();
  });
});

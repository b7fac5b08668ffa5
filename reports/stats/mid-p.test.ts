import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from './clopper-pearson.ts';
import { midP } from './mid-p.ts';

/** P(X > k) + P(X = k)/2 for X ~ Binomial(n, p), summed term by term. */
function midTail(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return 1 - below - term / 2;
}

describe('midP', () => {
  it('leaves 2.5 % in each tail, half of the count seen among it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), (n, seed) => {
        const k = 1 + (seed % (n - 1));
        const { low, high } = midP(k, n);
        expect(midTail(k, n, low)).toBeCloseTo(0.025, 7);
        expect(1 - midTail(k, n, high)).toBeCloseTo(0.025, 7);
      }),
    );
  });

  it('has closed forms at no success and at nothing else', () => {
    expect(midP(0, 20)).toEqual({ low: 0, high: expect.closeTo(1 - 0.05 ** (1 / 20), 12) });
    expect(midP(20, 20)).toEqual({ low: expect.closeTo(0.05 ** (1 / 20), 12), high: 1 });
    expect(midP(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('lies within the exact interval, holds the share, mirrors failures, of whole counts and of others', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, fc.double({ min: 0.01, max: 5000, noNaN: true }), (part, trials) => {
        const successes = part * trials;
        const { low, high } = midP(successes, trials);
        const exact = clopperPearson(successes, trials);
        expect(low).toBeGreaterThanOrEqual(exact.low - 1e-9);
        expect(high).toBeLessThanOrEqual(exact.high + 1e-9);
        expect(low).toBeLessThanOrEqual(part + 1e-9);
        expect(high).toBeGreaterThanOrEqual(part - 1e-9);
        const mirrored = midP(trials - successes, trials);
        expect(mirrored.low).toBeCloseTo(1 - high, 6);
      }),
    );
  });

  it('refuses what is no proportion', () => {
    expect(() => midP(3, 2)).toThrow('no proportion');
    expect(() => midP(1, 2, 1)).toThrow('(0, 1)');
  });
});

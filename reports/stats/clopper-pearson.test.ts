import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from './clopper-pearson.ts';

/** P(X ≥ k) for X ~ Binomial(n, p), summed term by term. */
function upperTail(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return 1 - below;
}

describe('clopperPearson', () => {
  it('gives the tabled interval of 8 in 10', () => {
    const { low, high } = clopperPearson(8, 10);
    expect(low).toBeCloseTo(0.4439045, 6);
    expect(high).toBeCloseTo(0.9747893, 6);
  });

  it('keeps a width at 0 and n, in closed form', () => {
    expect(clopperPearson(0, 20)).toEqual({ low: 0, high: expect.closeTo(1 - 0.025 ** (1 / 20), 12) });
    expect(clopperPearson(20, 20)).toEqual({ low: expect.closeTo(0.025 ** (1 / 20), 12), high: 1 });
    expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('leaves 2.5 % of the binomial in each tail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (n, seed) => {
        const k = 1 + (seed % n);
        const { low, high } = clopperPearson(k, n);
        expect(upperTail(k, n, low)).toBeCloseTo(0.025, 7);
        if (k < n) expect(1 - upperTail(k + 1, n, high)).toBeCloseTo(0.025, 7);
      }),
    );
  });

  it('mirrors successes and failures, and holds the observed share', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.1, max: 1e5, noNaN: true }),
        (p, n) => {
          const one = clopperPearson(p * n, n);
          const other = clopperPearson(n - p * n, n);
          expect(one.low).toBeCloseTo(1 - other.high, 6);
          expect(one.low).toBeLessThanOrEqual(p);
          expect(one.high).toBeGreaterThanOrEqual(p - 1e-12);
        },
      ),
    );
  });

  it.each([
    [2, 1, 0.95],
    [-1, 4, 0.95],
    [Number.NaN, 4, 0.95],
    [1, 2, 1],
  ])('refuses %d of %d at %d', (k, n, confidence) => {
    expect(() => clopperPearson(k, n, confidence)).toThrow();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile } from './numbers.ts';

describe('quantile', () => {
  it('interpolates between order statistics', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
    expect(quantile([1, 2], 0.1)).toBeCloseTo(1.1, 12);
  });

  it('runs from the least to the greatest and never falls', () => {
    const list = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(list, share, share, (values, p, q) => {
        // Adding 0 makes −0 and 0 the same.
        expect(quantile(values, 0) + 0).toBe(Math.min(...values) + 0);
        expect(quantile(values, 1) + 0).toBe(Math.max(...values) + 0);
        expect(quantile(values, Math.min(p, q))).toBeLessThanOrEqual(quantile(values, Math.max(p, q)) + 1e-6);
      }),
    );
  });

  it('refuses an empty sample, NaN and shares outside [0, 1]', () => {
    expect(() => quantile([], 0.5)).toThrow('empty');
    expect(() => quantile([1, Number.NaN], 0.5)).toThrow('NaN');
    expect(() => quantile([1], 1.5)).toThrow('p = 1.5');
  });
});

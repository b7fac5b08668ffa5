import { describe, expect, it } from 'vitest';
import { normalBelow, normalQuantile } from './normal.ts';

describe('the standard normal', () => {
  it('has its well-known values', () => {
    for (const [z, p] of [
      [0, 0.5],
      [1, 0.8413447461],
      [1.959963985, 0.975],
      [-1.644853627, 0.05],
      [3, 0.998650102],
    ] as const) {
      expect(normalBelow(z)).toBeCloseTo(p, 6);
      expect(normalQuantile(p)).toBeCloseTo(z, 4);
    }
  });

  it('refuses shares that have no quantile', () => {
    for (const p of [0, 1, -1, Number.NaN]) expect(() => normalQuantile(p)).toThrow('not in (0, 1)');
  });
});

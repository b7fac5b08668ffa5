import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fiellerRatio } from './paired-difference.ts';

const positive = fc.double({ min: 0.1, max: 10, noNaN: true });

describe('fiellerRatio', () => {
  it('ends where the two estimates differ by exactly the critical value', () => {
    const spread = fc.double({ min: 0.001, max: 0.02, noNaN: true });
    const tie = fc.double({ min: -0.95, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(positive, positive, spread, spread, tie, (one, other, u, v, r) => {
        const varianceOne = (u * one) ** 2;
        const varianceOther = (v * other) ** 2;
        const covariance = r * u * v * one * other;
        const result = fiellerRatio({ one, other, varianceOne, varianceOther, covariance }, 2)!;
        for (const end of [result.low + 1, result.high + 1]) {
          const variance = varianceOne - 2 * end * covariance + end ** 2 * varianceOther;
          expect(Math.abs(one - end * other) / Math.sqrt(variance)).toBeCloseTo(2, 4);
        }
        expect(result.estimate).toBeCloseTo(one / other - 1, 12);
      }),
    );
  });

  it('scales the interval alone where the other is known exactly', () => {
    const result = fiellerRatio({ one: 3, other: 2, varianceOne: 0.04, varianceOther: 0, covariance: 0 }, 2)!;
    expect([result.low, result.high]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.7, 12)]);
  });

  it('is unbounded, hence null, where the other may be 0', () => {
    expect(fiellerRatio({ one: 1, other: 1, varianceOne: 1, varianceOther: 0.3, covariance: 0 }, 2)).toBeNull();
    expect(fiellerRatio({ one: 1, other: 0, varianceOne: 1, varianceOther: 0.3, covariance: 0 }, 2)).toBeNull();
  });
});

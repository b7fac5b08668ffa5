import { describe, expect, it } from 'vitest';
import { recipe as mahalanobis } from '../ood/mahalanobis.ts';
import { recipe as neighbours } from '../ood/nearest-neighbours.ts';
import { screen } from '../testing/small-desk.ts';
import { cholesky, whitenedLength2 } from './cholesky.ts';
import { embedScreen } from './embed-screen.ts';
import { quantileThreshold } from './quantile-threshold.ts';

describe('cholesky', () => {
  it('gives known triangles and distances', () => {
    const matrix = [Float64Array.of(4, 2), Float64Array.of(2, 10)];
    const lower = cholesky(matrix);
    expect([lower[0]?.[0], lower[1]?.[0], lower[1]?.[1]]).toEqual([2, 1, 3]);
    // (1, 2)·matrix⁻¹·(1, 2) = (10 − 8 + 16)/36.
    expect(whitenedLength2(lower, Float64Array.of(1, 2))).toBeCloseTo(0.5, 12);
    expect(() => cholesky([Float64Array.of(0)])).toThrow(/positive definite/);
  });
});

it('a threshold leaves no more above it than its level says', () => {
  const scores = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(quantileThreshold(scores, 0.95)).toBe(95);
  expect(quantileThreshold([7], 0.5)).toBe(7);
  expect(() => quantileThreshold([], 0.5)).toThrow(/no score/);
  expect(() => quantileThreshold([1], 1)).toThrow(/level/);
});

describe('embedded screens', () => {
  const said = (text: string) => screen({ messages: [{ author: 'customer', text }] });
  const proposal = (text: string) => ({ screen: said(text), suggestion: { ranked: [] } });

  it('have a length of 1, and are closer the more they share', () => {
    const [one, near, far] = ['I want to fly to Boston', 'I want to fly to Denver', 'my router blinks red'].map(
      (text) => embedScreen(said(text)),
    ) as [Float64Array, Float64Array, Float64Array];
    const distance = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
    expect(Math.hypot(...one)).toBeCloseTo(1);
    expect(distance(one, near)).toBeLessThan(distance(one, far));
  });

  it('what was seen is at no distance from its neighbours, and nearer the middle than what was not', () => {
    const usual = Array.from({ length: 6 }, () => proposal('I want to fly to Boston'));
    const strange = proposal('my router blinks red');
    const [known, unknown] = neighbours.fit(usual, { seed: '1' }).score([usual[0]!, strange]) as [number, number];
    expect(known).toBe(0);
    expect(unknown).toBeGreaterThan(0.1);
    const [inside, outside] = mahalanobis.fit(usual, { seed: '1' }).score([usual[0]!, strange]) as [number, number];
    expect(inside).toBeCloseTo(0);
    expect(outside).toBeGreaterThan(1);
  });
});

import { expect, it } from 'vitest';
import { linearisedVariance } from '../../../reports/stats/ratio-estimate.ts';
import { meanOfRanges, meanShare } from './mean-estimate.ts';

const group = (hits: number[]) => ({ numerators: hits, denominators: hits.map(() => 4) });

it('the variance of a mean of groups is the sum of theirs over the square of their number', () => {
  const groups = [group([1, 2, 3, 2, 1, 3]), group([4, 3, 4, 2, 3, 4]), group([0, 1, 2, 0, 1, 2])];
  const shares = [0.5, 20 / 24, 0.25];
  const found = meanShare(groups);
  const mean = shares.reduce((sum, share) => sum + share, 0) / 3;
  const variances = groups.map((sums, at) => linearisedVariance(sums, shares[at] ?? 0));
  const half = 1.959964 * Math.sqrt(variances.reduce((sum, one) => sum + one, 0) / 9);
  expect(found.estimate).toBeCloseTo(mean, 12);
  expect(found.low).toBeCloseTo(mean - half, 9);
  expect(found.high).toBeCloseTo(mean + half, 9);
});

it('the mean of equal independent estimates is narrower by the root of their number, and stays in [0, 1]', () => {
  const one = { estimate: 0.5, low: 0.4, high: 0.6 };
  const { low, high } = meanOfRanges([one, one, one, one]);
  expect(low).toBeCloseTo(0.45, 12);
  expect(high).toBeCloseTo(0.55, 12);
  const wide = { estimate: 0.99, low: 0.9, high: 1 };
  expect(meanOfRanges([wide, { ...wide, estimate: 1 }]).high).toBe(1);
  expect(meanOfRanges([one, { estimate: null, low: null, high: null }]).estimate).toBeNull();
});

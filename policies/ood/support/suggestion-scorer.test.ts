import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../../harness/contract/critic.ts';
import { cholesky, whitenedLength2 } from '../mahalanobis.ts';
import { suggestionScorer } from './suggestion-scorer.ts';

const recipe = suggestionScorer({
  ...{ name: 'n', summary: 's', remedy: 'Take another.' },
  scoreOf: ({ energy }) => energy,
});
const proposal = (energy?: number, some = true) =>
  ({
    screen: {},
    suggestion: {
      ranked: some ? [{ action: { kind: 'close', resolution: 'x' }, confidence: 1 }] : [],
      ...(energy !== undefined && { energy }),
    },
  }) as unknown as Proposal;

describe('a score that is read off a suggestion', () => {
  it('is what the suggestion carries; without one as unusual as the most unusual that was seen', () => {
    const scorer = recipe.fit([proposal(3), proposal(7), proposal(5)], { seed: '' });
    expect(scorer.score([proposal(9), proposal(undefined, false), proposal(-2)])).toEqual([9, 7, -2]);
    expect(recipe.fit([proposal(-3)], { seed: '' }).score([proposal(undefined, false)])).toEqual([0]);
  });

  it('cannot be had where suggestions do not carry it, unless there are none', () => {
    expect(recipe.unavailable?.([proposal(1), proposal()])).toBe('Take another.');
    expect(recipe.unavailable?.([proposal(1), proposal(undefined, false)])).toBeNull();
    expect(() => recipe.fit([proposal()], { seed: '' })).toThrow('Take another.');
    expect(() => recipe.fit([], { seed: '' })).toThrow('n was given no screen');
  });
});

describe('Mahalanobis distance', () => {
  const matrix = [Float64Array.of(4, 0, 0), Float64Array.of(2, 5, 0), Float64Array.of(0, 2, 2)];

  it('has a triangle whose square is the covariance', () => {
    const lower = cholesky(matrix);
    const entry = (i: number, j: number) => [0, 1, 2].reduce((sum, k) => sum + lower[i]![k]! * lower[j]![k]!, 0);
    for (const [i, row] of matrix.entries()) for (let j = 0; j <= i; j++) expect(entry(i, j)).toBeCloseTo(row[j]!, 12);
    for (const [i, row] of lower.entries()) expect([...row.slice(i + 1)].every((value) => value === 0)).toBe(true);
  });

  it('is the length in units of it', () => {
    // xᵀ M⁻¹ x of M = [[4, 2, 0], [2, 5, 2], [0, 2, 2]], det 16: the inverse’s corner is 6/16, its middle 8/16.
    const lower = cholesky(matrix);
    expect(whitenedLength2(lower, Float64Array.of(1, 0, 0))).toBeCloseTo(6 / 16, 12);
    expect(whitenedLength2(lower, Float64Array.of(0, 1, 0))).toBeCloseTo(8 / 16, 12);
    expect(whitenedLength2(lower, Float64Array.of(0, 0, 1))).toBeCloseTo(16 / 16, 12);
    expect(whitenedLength2(lower, Float64Array.of(0, 0, -2))).toBeCloseTo(4, 12);
  });

  it('has none where the covariance is not positive definite', () => {
    expect(() => cholesky([Float64Array.of(1, 0), Float64Array.of(1, 1)])).toThrow('its pivot 1 is 0');
  });
});

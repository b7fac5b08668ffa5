import { describe, expect, it } from 'vitest';
import { heightFor, type Steps } from './height.ts';

/**
 * Mean number of observations until the sum reaches a height, for whole steps: the linear equations of its states, by
 * elimination.
 */
function meanRun({ good, bad, rate }: Steps, height: number): number {
  const states = Math.ceil(height);
  const rows = Array.from({ length: states }, (_, i) => {
    const row = new Float64Array(states + 1);
    const down = Math.max(0, i + good);
    row[i] = 1;
    row[down] = row[down]! - (1 - rate);
    if (i + bad < height) row[i + bad] = row[i + bad]! - rate;
    row[states] = 1;
    return row;
  });
  for (let at = states - 1; at > 0; at--)
    for (let i = 0; i < at; i++) {
      const factor = rows[i]![at]! / rows[at]![at]!;
      if (factor === 0) continue;
      for (let k = 0; k <= states; k++) rows[i]![k] = rows[i]![k]! - factor * rows[at]![k]!;
    }
  return rows[0]![states]! / rows[0]![0]!;
}

describe('the height of a sum', () => {
  it('is that of runs in closed form where steps are equal', () => {
    // With even chances a walk held at 0 needs h(h + 1) steps to a height of h.
    const even = { good: -1, bad: 1, rate: 0.5 };
    for (const height of [1, 2, 5, 20]) expect(meanRun(even, height)).toBeCloseTo(height * (height + 1), 6);
    expect(Math.ceil(heightFor(even, 4 * 5, 1000))).toBe(4);
  });

  it.each([
    { good: -33, bad: 32, rate: 0.45 },
    { good: -47, bad: 32, rate: 0.5 },
    { good: -61, bad: 32, rate: 0.6 },
    { good: -32, bad: 33, rate: 0.3 },
    { good: -32, bad: 61, rate: 0.2 },
    { good: -16, bad: 160, rate: 0.05 },
  ])('takes as long to reach as is asked for, at least, and hardly longer: %o', (steps) => {
    for (const asked of [20, 100, 400]) {
      const height = heightFor(steps, asked, 3000);
      const long = meanRun(steps, height);
      expect(long, `${asked}`).toBeGreaterThanOrEqual(asked * (1 - 1e-6));
      expect(meanRun(steps, height - Math.max(steps.bad, -steps.good) / 2), `${asked}`).toBeLessThan(asked);
    }
  });

  it('is the one known to be enough where runs are too long', () => {
    expect(heightFor({ good: -1, bad: 1, rate: 0.5 }, 2e6, 123)).toBe(123);
  });
});

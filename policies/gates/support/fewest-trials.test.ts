import { expect, it } from 'vitest';
import { fewestTrials } from './binomial.ts';

it.each([
  [0.5, 0.25, 2],
  [0.5, 0.24, 3],
  [0.1, 0.1, 1],
  [0.1, 0.001, 3],
  [0.9, 0.05, 29],
  [0.9, 0.95, 1],
])('so many successes alone show the rate %d at level %d: %i', (rate, delta, trials) => {
  expect(fewestTrials(rate, delta)).toBe(trials);
  expect(rate ** trials).toBeLessThanOrEqual(delta * (1 + 1e-9));
});

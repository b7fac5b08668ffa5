import { expect, it } from 'vitest';
import type { PoolRun } from './simulate-pool.ts';
import { serviceLevel } from './summarise-pool.ts';

/** A run of which only waits matter: of each session, and whether its customer left during the last of them. */
const runOf = (...sessions: readonly (readonly [waits: readonly number[], abandoned: boolean])[]) =>
  ({ sessions: sessions.map(([waits, abandoned]) => ({ waits, abandoned })) }) as unknown as PoolRun;

it('a hand-off is served in time where an operator turned to it, not where the customer left', () => {
  expect(serviceLevel(runOf([[5, 50], false], [[5], true]), 10)).toBeCloseTo(1 / 3, 9);
  expect(serviceLevel(runOf([[5, 5], true]), 10)).toBeCloseTo(1 / 2, 9);
  expect(serviceLevel(runOf([[10], false]), 10)).toBe(1);
  expect(serviceLevel(runOf([[], false]), 10)).toBeNull();
});

import { expect, it } from 'vitest';
import type { Moment, Rates } from '../answering/trait.ts';
import { trait } from './settled-refusals.ts';

const suggestion = { kind: 'close', resolution: 'Solved' };
const rates = { alpha: 0.2, environment: 0.1, other: 0.15, beta: 0.4, slip: 0.05, notice: 0.3 } as unknown as Rates;
/** The rates where the team's draw for the target is so. */
const settled = (draw: number, strength: number, own: Rates = rates, of: object | null = suggestion) =>
  trait.apply(own, { suggestion: of, team: () => draw } as unknown as Moment, strength, '');
const REFUSED = 1 - (1 - 0.25) * (1 - 0.2);

it('what is refused always is refused for its reasons, and all else never', () => {
  const always = settled(REFUSED - 0.01, 1);
  expect(always).toMatchObject({ alpha: 1, beta: 0.4, slip: 0.05, notice: 0.3 });
  expect(always.environment).toBeCloseTo(0.1 / REFUSED, 12);
  expect(always.other).toBeCloseTo(0.15 / REFUSED, 12);
  expect(settled(REFUSED, 1)).toMatchObject({ alpha: 0, environment: 0, other: 0, beta: 0.4 });
});

it('over all targets as many are refused as without it, whatever the strength', () => {
  for (const strength of [0.25, 0.5, 1]) {
    const [among, others] = [settled(0, strength), settled(0.99, strength)];
    for (const name of ['environment', 'other'] as const)
      expect(REFUSED * among[name] + (1 - REFUSED) * others[name]).toBeCloseTo(rates[name], 12);
  }
  expect(settled(0, 2)).toEqual(settled(0, 1));
  expect(settled(0.99, 0.5).alpha).toBeCloseTo(0.1, 12);
});

it('nothing changes without a suggestion, strength, or anything that is refused', () => {
  expect(settled(0, 1, rates, null)).toBe(rates);
  expect(settled(0, 0)).toBe(rates);
  const willing = { ...rates, alpha: 0, environment: 0, other: 0 };
  expect(settled(0, 1, willing)).toBe(willing);
});

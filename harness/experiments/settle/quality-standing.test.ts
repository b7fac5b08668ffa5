import { expect, it } from 'vitest';
import { qualityStanding, sessionsForQuality } from './quality-standing.ts';

it.each([
  [-0.019, 0.01, 'holds'],
  [-0.021, 0.05, 'undecided'],
  [0.01, 0.05, 'holds'],
  [-0.05, -0.019, 'undecided'],
  [-0.05, -0.021, 'fails'],
  [null, null, 'undecided'],
] as const)('an interval from %d to %d: %s', (low, high, standing) => {
  expect(qualityStanding({ low, high })).toBe(standing);
});

it('says how many sessions would tell: with no loss seen, ((1.96 + 0.84) × 0.17 / 0.02)²', () => {
  const seen = { difference: 0, deviation: 0.17 } as Parameters<typeof sessionsForQuality>[0];
  expect(sessionsForQuality(seen)).toBe(570);
  expect(sessionsForQuality({ ...seen, difference: -0.01 })).toBe(2300);
  expect(sessionsForQuality({ ...seen, deviation: null })).toBeNull();
});

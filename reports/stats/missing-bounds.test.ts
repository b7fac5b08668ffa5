import fc from 'fast-check';
import { expect, it } from 'vitest';
import { missingBounds } from './missing-bounds.ts';

const ones = (numerators: number[]) => ({ numerators, denominators: numerators.map(() => 1) });

it('takes missing sessions as all ill and all well', () => {
  expect(missingBounds(ones([1, 1, 0, 0, 1, 0]), 2, 'share')).toEqual({ estimate: 0.5, low: 3 / 8, high: 5 / 8 });
  expect(missingBounds(ones([100, 300]), 2, 'ms')).toEqual({ estimate: 200, low: 100, high: 250 });
  expect(missingBounds(ones([1, 0]), 0, 'share')).toEqual({ estimate: 0.5, low: 0.5, high: 0.5 });
  expect(missingBounds(ones([]), 3, 'share')).toEqual({ estimate: null, low: 0, high: 1 });
});

it('holds what the whole would have been, wherever a session counts once', () => {
  const outcomes = fc.array(fc.boolean(), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(outcomes, fc.nat(39), (all, lost) => {
      const values = all.map(Number);
      const kept = values.slice(Math.min(lost, values.length - 1));
      const whole = values.reduce((sum, value) => sum + value, 0) / values.length;
      const { low, high } = missingBounds(ones(kept), values.length - kept.length, 'share');
      expect(low!).toBeLessThanOrEqual(whole + 1e-12);
      expect(high!).toBeGreaterThanOrEqual(whole - 1e-12);
    }),
  );
});

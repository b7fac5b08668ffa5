import fc from 'fast-check';
import { expect, it } from 'vitest';
import { complement, negate } from './complement.ts';

it('turning a figure round turns its ends, and twice is nothing', () => {
  const ends = fc.tuple(
    fc.integer({ min: 0, max: 64 }),
    fc.integer({ min: 0, max: 64 }),
    fc.integer({ min: 0, max: 64 }),
  );
  fc.assert(
    fc.property(ends, (drawn) => {
      const [low, estimate, high] = drawn.map((part) => part / 64).sort((a, b) => a - b) as [number, number, number];
      const figure = { estimate, low, high };
      for (const turn of [complement, negate]) {
        const turned = turn(figure);
        expect(turned.low).toBeLessThanOrEqual(turned.estimate ?? 0);
        expect(turned.high).toBeGreaterThanOrEqual(turned.estimate ?? 0);
        expect(turn(turned)).toEqual(figure);
      }
      expect(complement(figure)).toEqual({ estimate: 1 - estimate, low: 1 - high, high: 1 - low });
      expect(negate({ estimate: 3, low: 1, high: 7 })).toEqual({ estimate: -3, low: -7, high: -1 });
    }),
  );
  expect(complement({ estimate: 0.4, low: null, high: null })).toEqual({ estimate: 0.6, low: null, high: null });
  expect(Object.is(negate({ estimate: 0, low: null, high: null }).estimate, 0)).toBe(true);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schedule } from './schedule.ts';

const decays = fc.constantFrom('linear' as const, 'cosine' as const, 'none' as const);
const shares = fc.double({ min: 0, max: 0.9, noNaN: true });

it('rises, then never rises again, between 0 and its peak, and ends at its floor', () => {
  const property = fc.property(
    decays,
    shares,
    shares,
    fc.integer({ min: 1, max: 300 }),
    (decay, warmUp, floor, steps) => {
      const rate = schedule({ peak: 2, decay, warmUp, floor });
      const rates = Array.from({ length: steps + 1 }, (_, step) => rate(step, steps));
      const top = rates.indexOf(Math.max(...rates));
      expect(top).toBe(Math.round(warmUp * steps));
      expect(rates[top]).toBe(2);
      for (let step = 1; step <= steps; step++)
        if (step <= top) expect(rates[step]!).toBeGreaterThan(rates[step - 1]!);
        else expect(rates[step]!).toBeLessThanOrEqual(rates[step - 1]!);
      expect(rates[0]).toBeGreaterThan(0);
      if (top < steps) expect(rates[steps]).toBeCloseTo(decay === 'none' ? 2 : 2 * floor, 12);
    },
  );
  fc.assert(property);
});

it('has the values of its formulas', () => {
  const linear = schedule({ peak: 1, decay: 'linear', warmUp: 0.2 });
  const rates = [0, 1, 2, 6, 9, 10].map((step) => linear(step, 10));
  for (const [index, expected] of [1 / 3, 2 / 3, 1, 0.5, 0.125, 0].entries())
    expect(rates[index]).toBeCloseTo(expected, 12);
  const cosine = schedule({ peak: 1, decay: 'cosine', floor: 0.1 });
  expect(cosine(0, 6)).toBe(1);
  expect(cosine(2, 6)).toBeCloseTo(0.1 + 0.9 * 0.75, 12);
  expect(cosine(3, 6)).toBeCloseTo(0.55, 12);
});

it('refuses a warm-up that never ends', () => {
  expect(() => schedule({ peak: 1, decay: 'linear', warmUp: 1 })).toThrow('give a share in [0, 1)');
});

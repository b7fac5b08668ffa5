import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roganGladen } from './rogan-gladen.ts';

describe('roganGladen', () => {
  it('undoes the noise of known rates', () => {
    const rate = fc.double({ min: 0, max: 0.45, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), rate, rate, (p, alpha, beta) => {
        const q = (1 - alpha) * p + beta * (1 - p);
        expect(roganGladen(q * 1000, 1000, alpha, beta).estimate).toBeCloseTo(p, 9);
      }),
    );
  });

  it('gives the published error: SE = √(q(1 − q)/n)/(1 − α − β)', () => {
    const { estimate, standardError } = roganGladen(82, 100, 0.1, 0.3);
    expect(estimate).toBeCloseTo(0.52 / 0.6, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(0.82 * 0.18 * 0.01) / 0.6, 12);
  });

  it('says where the rates do not fit what was seen', () => {
    expect(roganGladen(99, 100, 0.1, 0)).toMatchObject({ estimate: 1, clipped: true });
    expect(roganGladen(1, 100, 0, 0.2)).toMatchObject({ estimate: 0, clipped: true });
  });

  it('refuses rates at which acceptance says nothing', () => {
    expect(() => roganGladen(5, 10, 0.5, 0.5)).toThrow('below 1');
    expect(() => roganGladen(0, 0, 0.1, 0.1)).toThrow('no acceptance rate');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roganGladen } from './rogan-gladen.ts';

describe('roganGladen', () => {
  it('undoes the noise of known rates', () => {
    const rate = fc.double({ min: 0, max: 0.45, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), rate, rate, (p, alpha, beta) => {
        expect(roganGladen((1 - alpha) * p + beta * (1 - p), alpha, beta)).toBeCloseTo(p, 9);
      }),
    );
  });

  it('makes of 82 % accepted what α = .1 and β = .3 say', () => {
    expect(roganGladen(0.82, 0.1, 0.3)).toBeCloseTo(0.52 / 0.6, 12);
  });

  it('is cut where the rates do not fit what was seen', () => {
    expect(roganGladen(0.99, 0.1, 0)).toBe(1);
    expect(roganGladen(0.01, 0, 0.2)).toBe(0);
  });

  it('refuses rates at which acceptance says nothing', () => {
    expect(() => roganGladen(0.5, 0.5, 0.5)).toThrow('below 1');
  });
});

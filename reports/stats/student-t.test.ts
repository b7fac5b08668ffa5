import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentT } from './student-t.ts';

describe('studentT', () => {
  it.each([
    [1, 0.95, 12.706205],
    [2, 0.95, 4.302653],
    [10, 0.95, 2.228139],
    [30, 0.95, 2.042272],
    [3, 0.99, 5.840909],
    [120, 0.9, 1.657651],
    [100_000, 0.95, 1.959987],
    [1e9, 0.95, 1.959964],
  ])('has the tabled value at %d degrees and %d', (degrees, confidence, value) => {
    expect(studentT(degrees, confidence)).toBeCloseTo(value, 4);
  });

  it('is √(…) in closed form at 2 degrees', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 0.999, noNaN: true }), (c) => {
        expect(studentT(2, c)).toBeCloseTo(c * Math.sqrt(2 / (1 - c * c)), 6);
      }),
    );
  });

  it('falls with the degrees', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (degrees) => {
        expect(studentT(degrees + 1)).toBeLessThan(studentT(degrees));
      }),
    );
  });

  it('refuses no degrees', () => {
    expect(() => studentT(0)).toThrow('positive');
  });
});

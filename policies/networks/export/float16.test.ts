import fc from 'fast-check';
import { expect, it } from 'vitest';
import { float16Bits, MAX_FLOAT16 } from './in-precision.ts';

/** What the bits of a half-precision number stand for, by the standard's definition. */
function numberOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 0x3ff;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

it('gives every half-precision number back as it was', () => {
  for (let bits = 0; bits < 65_536; bits++)
    if (!Number.isNaN(numberOf(bits))) expect(float16Bits(numberOf(bits))).toBe(bits);
  expect(numberOf(float16Bits(Number.NaN))).toBeNaN();
});

it('takes the nearest number, of two as near the even one', () => {
  const anywhere = fc.oneof(
    fc.float({ min: -70_000, max: 70_000, noNaN: true }),
    fc.float({ min: Math.fround(-1e-4), max: Math.fround(1e-4), noNaN: true }),
    // Halfway between two neighbours.
    fc.integer({ min: 0, max: 0x7bfe }).map((bits) => (numberOf(bits) + numberOf(bits + 1)) / 2),
  );
  fc.assert(
    fc.property(anywhere, (value) => {
      const bits = float16Bits(value);
      if (Math.abs(value) >= MAX_FLOAT16)
        return void expect(Math.abs(numberOf(bits))).toBeGreaterThanOrEqual(MAX_FLOAT16);
      const error = Math.abs(numberOf(bits) - value);
      for (const other of [bits - 1, bits + 1]) {
        const theirs = Math.abs(numberOf(other & 0xffff) - value);
        if (theirs === error) expect(bits & 1).toBe(0);
        else if (!Number.isNaN(theirs)) expect(theirs).toBeGreaterThan(error);
      }
    }),
    { numRuns: 2000, seed: 1 },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bfloatToNumber, halfToNumber } from './safetensors.ts';

it.each([
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24],
  [0x03ff, 1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
])('the half %i is %d', (bits, number) => {
  expect(halfToNumber(bits)).toBe(number);
});

it('halves keep their order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7bfe }), (bits) => {
      expect(halfToNumber(bits + 1)).toBeGreaterThan(halfToNumber(bits));
      expect(halfToNumber(bits | 0x8000)).toBe(-halfToNumber(bits));
    }),
  );
});

it('a bfloat is the upper half of a float', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff }), (bits) => {
      const view = new DataView(new ArrayBuffer(4));
      view.setFloat32(0, bfloatToNumber(bits));
      if (!Number.isNaN(view.getFloat32(0))) expect(view.getUint32(0)).toBe(bits * 0x10000);
    }),
  );
});

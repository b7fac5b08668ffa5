const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** Largest finite half-precision number. */
export const MAX_FLOAT16 = 65_504;

/**
 * The bits of the half-precision number nearest to `value`, ties to even; subnormals are kept.
 *
 * Source: IEEE 754-2019, binary16.
 */
export function float16Bits(value: number): number {
  single[0] = value;
  const all = bits[0]!;
  const sign = (all >>> 16) & 0x8000;
  const exponent = ((all >>> 23) & 0xff) - 127;
  const mantissa = all & 0x7fffff;
  if (exponent === 128) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  if (exponent < -25) return sign;
  // A carry out of the mantissa raises the exponent by one, which is what rounding up means there.
  if (exponent >= -14) return exponent > 15 ? sign | 0x7c00 : sign | (((exponent + 15) << 10) + rounded(mantissa, 13));
  return sign | rounded(mantissa | 0x800000, -1 - exponent);
}

/** `value` / 2^shift to the nearest integer, ties to even. */
function rounded(value: number, shift: number): number {
  const kept = value >>> shift;
  const rest = value & (2 ** shift - 1);
  const half = 2 ** (shift - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}

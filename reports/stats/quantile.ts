/**
 * Quantile of a sample, linear between the two nearest values; the sample need not be sorted.
 *
 * Range: `p` in [0, 1]. Throws: for an empty sample or a p outside. Source: Hyndman & Fan 1996, type 7.
 */
export function quantile(sample: ArrayLike<number>, p: number): number {
  if (sample.length === 0) throw new Error('An empty sample has no quantiles.');
  if (!(p >= 0 && p <= 1)) throw new Error(`The quantile ${p} is not in [0, 1].`);
  const sorted = Float64Array.from(sample).sort();
  const at = p * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}

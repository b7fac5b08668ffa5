/**
 * Quantile of a sample, by linear interpolation between order statistics.
 *
 * Range of `p`: [0, 1]. Throws: where the sample is empty or holds NaN. Source: Hyndman & Fan 1996, definition 7.
 */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new Error('An empty sample has no quantile.');
  if (values.some(Number.isNaN))
    throw new Error('A sample with NaN has no quantile: drop what was not measured first.');
  if (!(p >= 0 && p <= 1)) throw new Error(`A quantile is asked for at p = ${p}, which is not in [0, 1].`);
  const sorted = [...values].sort((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  const above = sorted[Math.ceil(at)] as number;
  return below + (above - below) * (at - Math.floor(at));
}

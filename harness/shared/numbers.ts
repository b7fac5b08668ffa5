/** Sum of numbers, or of what each item counts, from the first to the last. Of nothing: 0. */
export function sumOf(values: Iterable<number>): number;
export function sumOf<T>(items: Iterable<T>, of: (item: T, index: number) => number): number;
export function sumOf<T>(items: Iterable<T>, of: (item: T, index: number) => number = Number): number {
  let sum = 0;
  let index = 0;
  for (const item of items) sum += of(item, index++);
  return sum;
}

/** Mean of numbers. Of nothing: NaN. */
export const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** Product of numbers, such as the size of a shape. Of nothing: 1. */
export const productOf = (values: readonly number[]): number => values.reduce((all, value) => all * value, 1);

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

/** The middle of a sample, as `quantile` finds it. */
export const medianOf = (values: readonly number[]): number => quantile(values, 0.5);

/** Probability of log-odds. Range: [0, 1]. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

import type { Rng } from './rng.ts';

/** Whether something of this probability happens. At 0 and 1 nothing is drawn: `rng` is not called. */
export function drawBernoulli(probability: number, rng: () => Rng): boolean {
  if (probability <= 0) return false;
  return probability >= 1 || rng().next() < probability;
}

/** One of the items, each equally likely. Throws: where there is none. */
export function drawOne<T>(items: readonly T[], rng: Rng): T {
  if (items.length === 0) throw new Error('There is nothing to pick from: the list is empty.');
  return items[Math.min(items.length - 1, Math.floor(rng.next() * items.length))] as T;
}

/** A draw from the standard normal distribution. Source: Box & Muller 1958; takes two uniforms. */
export function standardNormal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.next()));
  return radius * Math.cos(2 * Math.PI * rng.next());
}

/** A draw from the lognormal distribution whose logarithm has mean `ln(median)` and deviation `sigma`. */
export function logNormal(median: number, sigma: number, rng: Rng): number {
  return median * Math.exp(sigma * standardNormal(rng));
}

/** A draw from the exponential distribution of this mean. */
export function exponential(mean: number, rng: Rng): number {
  return -mean * Math.log(1 - rng.next());
}

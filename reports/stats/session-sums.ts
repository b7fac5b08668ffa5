/**
 * Numerators and denominators of one ratio, one entry a session. The session is the cluster: its steps
 * depend on one another, sessions do not.
 */
export interface SessionSums {
  readonly numerators: ArrayLike<number>;
  readonly denominators: ArrayLike<number>;
}

/** Totals of a ratio, and how many sessions have a denominator at all. */
export interface Totals {
  readonly numerator: number;
  readonly denominator: number;
  readonly sessions: number;
}

/** Throws: where the two lists differ in length or a sum is negative or not finite. */
export function totalsOf({ numerators, denominators }: SessionSums): Totals {
  if (numerators.length !== denominators.length)
    throw new Error(`${numerators.length} numerators do not fit ${denominators.length} denominators.`);
  let numerator = 0;
  let denominator = 0;
  let sessions = 0;
  for (let i = 0; i < numerators.length; i++) {
    const n = numerators[i] as number;
    const d = denominators[i] as number;
    if (!(n >= 0 && d >= 0 && n < Infinity && d < Infinity) || (d === 0 && n > 0))
      throw new Error(
        `Session number ${i} adds ${n} / ${d} to a ratio: sums must be finite, and 0 where nothing counts.`,
      );
    numerator += n;
    denominator += d;
    if (d > 0) sessions++;
  }
  return { numerator, denominator, sessions };
}

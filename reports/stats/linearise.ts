/** One numerator and one denominator per session, index by index. */
export interface SessionSums {
  readonly numerators: ArrayLike<number>;
  readonly denominators: ArrayLike<number>;
}

/** A ratio of sums and how far each session moves it. */
export interface Linearised {
  /** Null where the denominators sum to nothing. */
  readonly ratio: number | null;
  readonly denominator: number;
  /** Sessions with a denominator. */
  readonly sessions: number;
  /** Shape: [sessions given]. Sums to zero; zero where a session has no denominator. */
  readonly influence: Float64Array;
}

/**
 * First-order expansion of ΣN/ΣD in the sessions: (nᵢ − R dᵢ)/ΣD.
 *
 * Throws: where the two lists differ in length. Source: Taylor linearisation of a ratio, Cochran 1977, §6.
 */
export function linearise({ numerators, denominators }: SessionSums): Linearised {
  if (numerators.length !== denominators.length)
    throw new Error(`${numerators.length} numerators do not go with ${denominators.length} denominators.`);
  let numerator = 0;
  let denominator = 0;
  let sessions = 0;
  for (let i = 0; i < numerators.length; i++) {
    numerator += numerators[i]!;
    denominator += denominators[i]!;
    if (denominators[i]! > 0) sessions++;
  }
  const influence = new Float64Array(numerators.length);
  if (denominator <= 0) return { ratio: null, denominator, sessions, influence };
  const ratio = numerator / denominator;
  for (let i = 0; i < influence.length; i++) influence[i] = (numerators[i]! - ratio * denominators[i]!) / denominator;
  return { ratio, denominator, sessions, influence };
}

/**
 * Covariance of two linearised ratios whose sessions go together index by index; with itself, the variance.
 * Null for fewer than two sessions, which say nothing about how sessions differ.
 */
export function covariance(one: Float64Array, other: Float64Array, sessions: number): number | null {
  if (sessions < 2) return null;
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return (sum * sessions) / (sessions - 1);
}

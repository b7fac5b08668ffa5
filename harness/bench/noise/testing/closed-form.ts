import type { NoiseRates } from '../../../contract/noise-rates.ts';

/** Chances of one, of two and of three drawn operators all to accept the same suggestion. Range: [0, 1]. */
export interface Moments {
  readonly one: number;
  readonly two: number;
  readonly three: number;
}

/**
 * Rates and share of right suggestions from three answers a suggestion, all from operators who err alike and
 * independently of one another given the truth. Takes the solution in which operators are right more often than not by
 * chance, α + β < 1.
 *
 * Each answer accepts with probability a = 1 − α where the suggestion is right and b = β where it is wrong, and both
 * are roots of x² = s·x − p with s = a + b, p = ab. Hence moments obey two = s·one − p and three = s·two − p·one.
 */
export function ratesOfTriples({ one, two, three }: Moments): {
  readonly rates: NoiseRates;
  readonly accuracy: number;
} {
  const s = (three - one * two) / (two - one * one);
  const root = Math.sqrt(s * s - 4 * (s * one - two));
  const [a, b] = [(s + root) / 2, (s - root) / 2];
  return { rates: { alpha: 1 - a, beta: b }, accuracy: (one - b) / (a - b) };
}

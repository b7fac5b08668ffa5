import type { NoiseRates } from '../../../harness/contract/noise-rates.ts';

/** What moments of the answers say of operators who all err alike, and of the share of right suggestions. */
export interface SharedRates {
  readonly rates: NoiseRates;
  /** Share of right suggestions: one for each stratum. */
  readonly accuracies: readonly number[];
}

/** Chances of one, of two and of three drawn operators all to accept the same suggestion. Range: [0, 1]. */
export interface TripleMoments {
  readonly one: number;
  readonly two: number;
  readonly three: number;
}
export type PairMoments = Omit<TripleMoments, 'three'>;

/*
 * Each answer accepts with probability a = 1 − α where the suggestion is right and b = β where it is wrong, and both
 * are roots of x² = s·x − p with s = a + b, p = ab. Hence moments obey two = s·one − p and three = s·two − p·one.
 */

/**
 * Rates from three answers a suggestion, all from operators who err alike and independently of one another given the
 * truth. Takes the solution in which operators are right more often than not by chance, α + β < 1.
 *
 * Throws: where answers are no more alike than by chance, or no rates explain them.
 */
export function ratesOfTriples({ one, two, three }: TripleMoments): SharedRates {
  const spread = two - one * one;
  if (!(spread > 0)) throw new Error(noAgreement);
  const s = (three - one * two) / spread;
  return fromRoots(s, s * one - two, [one]);
}

/**
 * Rates from two answers a suggestion in two strata, whose shares of right suggestions differ while operators err alike
 * in both. Source: Hui & Walter 1980, for two tests of the same rates.
 *
 * Throws: where the strata are accepted equally often, or no rates explain the answers.
 */
export function ratesOfPairsInTwoStrata(first: PairMoments, second: PairMoments): SharedRates {
  if (first.one === second.one)
    throw new Error('both strata are accepted equally often: give two in which suggestions are right unequally often');
  const s = (first.two - second.two) / (first.one - second.one);
  return fromRoots(s, s * first.one - first.two, [first.one, second.one]);
}

/**
 * Rates from two answers a suggestion where the share of right suggestions is known.
 *
 * Throws: where that share is not between 0 and 1, answers are no more alike than by chance, or no rates explain them.
 */
export function ratesOfPairs({ one, two }: PairMoments, accuracy: number): SharedRates {
  if (!(accuracy > 0 && accuracy < 1)) throw new Error(`accuracy is ${accuracy}: give a number between 0 and 1`);
  if (!(two - one * one > 0)) throw new Error(noAgreement);
  const distance = Math.sqrt((two - one * one) / (accuracy * (1 - accuracy)));
  const b = one - accuracy * distance;
  return checked(b + distance, b, [one]);
}

const noAgreement = 'operators agree no more often than by chance: their answers tell nothing of the truth';

function fromRoots(s: number, p: number, ones: readonly number[]): SharedRates {
  const square = s * s - 4 * p;
  if (!(square > 0)) throw new Error('no rates explain how often operators agree: review more suggestions');
  return checked((s + Math.sqrt(square)) / 2, (s - Math.sqrt(square)) / 2, ones);
}

/** Rounding may carry a rate of 0 or 1 this far out. */
const ROUNDING = 1e-9;

function checked(a: number, b: number, ones: readonly number[]): SharedRates {
  const inRange = (x: number) => x >= -ROUNDING && x <= 1 + ROUNDING;
  const accuracies = ones.map((one) => (one - b) / (a - b));
  if (![a, b, ...accuracies].every(inRange))
    throw new Error(
      `the answers would need alpha ${(1 - a).toFixed(3)} and beta ${b.toFixed(3)}, with ${accuracies.map((x) => x.toFixed(3)).join(', ')} of the suggestions right: review more of them, or the operators do not err independently`,
    );
  const clip = (x: number) => Math.min(1, Math.max(0, x));
  return { rates: { alpha: clip(1 - a), beta: clip(b) }, accuracies: accuracies.map(clip) };
}

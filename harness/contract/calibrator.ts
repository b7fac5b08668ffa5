import type { FitOptions } from './policy.ts';

/** A critic's score and what the operator answered. */
export interface ScoredAnswer {
  readonly score: number;
  readonly accepted: boolean;
}

/** Turns scores into probabilities of acceptance; never decreasing in the score. */
export interface Calibrator {
  readonly name: string;
  /** Range: [0, 1] → [0, 1]. */
  calibrate(score: number): number;
}

/** A way to calibrate. One file in `policies/calibrators/`, exported as `recipe`. */
export interface CalibratorRecipe {
  readonly name: string;
  readonly summary: string;
  /** Throws: when there is no answer to learn from, or a score is outside [0, 1]. */
  fit(answers: readonly ScoredAnswer[], options: Pick<FitOptions, 'seed'>): Calibrator;
}

import type { Action } from './action.ts';
import type { NoiseRates } from './noise-rates.ts';

export type Decision = 'execute' | 'defer';

/** Decides from the critic's score whether a critical action runs unattended. */
export interface Gate {
  readonly name: string;
  /** Scores at or above it pass; null: nothing passes. */
  readonly threshold: number | null;
  /** Why nothing passes, or how the threshold was found, in words. */
  readonly reason: string;
  /** `procedure` is the open one's id, null where none is open. */
  decide(score: number, action: Action, procedure: string | null): Decision;
  /** Thresholds by slice, where the gate has several; `threshold` is then the lowest of them. */
  readonly slices?: readonly GateSlice[];
}

/** The threshold of one kind of action or cluster of procedures. */
export interface GateSlice {
  readonly slice: string;
  readonly threshold: number | null;
  readonly reason: string;
}

/** Held-out feedback from which the threshold is set. */
export interface GateExample {
  readonly score: number;
  readonly accepted: boolean;
  readonly action: Action;
  /** Procedure that was open; null where none was. */
  readonly procedure: string | null;
  /** As an example's: the case, where sessions share one. */
  readonly session: string;
}

export interface GateOptions {
  /** Share of passed actions that operators must accept, in (0, 1). */
  readonly targetPrecision: number;
  /** Probability that the guarantee may fail, in (0, 1). */
  readonly delta: number;
  /**
   * Rates by which operators are wrong: the target then holds for suggestions that are *right*, not for accepted
   * ones. Absent: operators are taken at their word.
   */
  readonly noise?: NoiseRates;
}

/**
 * What has to be drawn independently for a gate to miss its target at most `delta` of the time. `sessions`: whole
 * sessions, as feedback comes, however the answers within one go together. `actions`: single answers; where those of a
 * session go together it errs more often. `none`: nothing is promised.
 */
export type GatePromise = 'sessions' | 'actions' | 'none';

/** A way to set a gate. One file in `policies/gates/`, exported as `recipe`. */
export interface GateRecipe {
  readonly name: string;
  readonly summary: string;
  readonly promise: GatePromise;
  fit(examples: readonly GateExample[], options: GateOptions): Gate;
}

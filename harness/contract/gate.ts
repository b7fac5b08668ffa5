import type { Action } from './action.ts';

export type Decision = 'execute' | 'defer';

/** Decides from the critic's score whether a critical action runs unattended. */
export interface Gate {
  readonly name: string;
  /** Scores at or above it pass; null: nothing passes. */
  readonly threshold: number | null;
  /** Why nothing passes, or how the threshold was found, in words. */
  readonly reason: string;
  decide(score: number, action: Action): Decision;
}

/** Held-out feedback from which the threshold is set. */
export interface GateExample {
  readonly score: number;
  readonly accepted: boolean;
  readonly action: Action;
  readonly session: string;
}

export interface GateOptions {
  /** Share of passed actions that operators must accept, in (0, 1). */
  readonly targetPrecision: number;
  /** Probability that the guarantee may fail, in (0, 1). */
  readonly delta: number;
}

/** A way to set a gate. One file in `policies/gates/`, exported as `recipe`. */
export interface GateRecipe {
  readonly name: string;
  readonly summary: string;
  fit(examples: readonly GateExample[], options: GateOptions): Gate;
}

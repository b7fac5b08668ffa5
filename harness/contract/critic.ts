import type { NoiseRates } from './noise-rates.ts';
import type { FitOptions, Policy, Suggestion } from './policy.ts';
import type { Screen } from './screen.ts';

/** What the critic judges: the policy's own input and what it proposes. */
export interface Proposal {
  readonly screen: Screen;
  readonly suggestion: Suggestion;
}

/**
 * Judges each proposal's first action.
 *
 * What a score estimates depends on how the critic was made: P(operator accepts) from answers taken as they are,
 * P(right) from answers corrected for known noise. A confidence proxy only orders proposals and promises no probability.
 */
export interface Critic {
  readonly name: string;
  readonly provider: string;
  /** Shape: [batch] → [batch]. Range: [0, 1]. */
  score(proposals: readonly Proposal[]): Promise<number[]>;
  /** Writes files that its recipe's `load` reads. */
  save?(folder: string): Promise<void> | void;
  /** As a policy's. */
  saveWhole?(folder: string): Promise<void> | void;
  dispose(): Promise<void>;
}

/** One accept or reject of a critical action, as an operator gave it: noise included. */
export interface CriticExample extends Proposal {
  readonly accepted: boolean;
  /** As an example's: the case, where sessions share one. */
  readonly session: string;
}

export interface CriticFitOptions extends FitOptions {
  /** What is known or estimated of the operators' noise. Absent: unknown; noise-aware critics then take the labels as they are. */
  readonly noise?: NoiseRates;
}

/** A way to make a critic. One file in `policies/critics/`, exported as `recipe`. */
export interface CriticRecipe {
  readonly name: string;
  readonly summary: string;
  /** Whether it learns from whether answers accepted; a proxy reads its score off the policy's suggestion. */
  readonly learns: boolean;
  /** Why it cannot judge this policy's proposals, in one sentence with the remedy; null where it can. `fit` throws the same. */
  unavailable?(policy: Policy, examples: readonly CriticExample[]): string | null;
  fit(examples: readonly CriticExample[], policy: Policy, options: CriticFitOptions): Promise<Critic>;
  /** As a policy's recipe has them: what it is built on, and the recipe on the pretrained encoder in a folder. */
  readonly builtOn?: string;
  withEncoder?(folder: string): CriticRecipe;
  /** Reads what a critic's `save` wrote. Throws: one line naming the file that is missing, damaged or of another version. */
  load?(folder: string, policy: Policy, options: CriticFitOptions): Promise<Critic>;
}

import type { FitOptions, Policy, Suggestion } from './policy.ts';
import type { Screen } from './screen.ts';

/** What the critic judges: the policy's own input and what it proposes. */
export interface Proposal {
  readonly screen: Screen;
  readonly suggestion: Suggestion;
}

/** Estimates P(operator accepts) of each proposal's first action. */
export interface Critic {
  readonly name: string;
  readonly provider: string;
  /** Shape: [batch] → [batch]. Range: [0, 1]. */
  score(proposals: readonly Proposal[]): Promise<number[]>;
  dispose(): Promise<void>;
}

/** One accept or reject of a critical action, as an operator gave it: noise included. */
export interface CriticExample extends Proposal {
  readonly accepted: boolean;
  readonly session: string;
}

/** A way to make a critic. One file in `policies/critics/`, exported as `recipe`. */
export interface CriticRecipe {
  readonly name: string;
  readonly summary: string;
  fit(examples: readonly CriticExample[], policy: Policy, options: FitOptions): Promise<Critic>;
}

import type { Proposal } from './critic.ts';
import type { FitOptions } from './policy.ts';

/** Says how unlike the screens that a policy was trained on a screen is. */
interface OodScorer {
  readonly name: string;
  /** Higher is more unusual; the scale is the scorer's own. Shape: [batch] → [batch]. Finite. */
  score(proposals: readonly Proposal[]): number[];
}

/** A way to tell unusual screens. One file in `policies/ood/`, exported as `recipe`. */
export interface OodRecipe {
  readonly name: string;
  readonly summary: string;
  /** Why it cannot judge these proposals, in one sentence with the remedy; null where it can. `fit` throws the same. */
  unavailable?(usual: readonly Proposal[]): string | null;
  /** Learns what is usual. Throws: where there is nothing to learn from. */
  fit(usual: readonly Proposal[], options: Pick<FitOptions, 'seed'>): OodScorer;
}

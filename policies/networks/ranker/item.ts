import type { CandidateFeatures } from '../../screens/features/candidate-features.ts';
import type { Features } from '../../screens/features/feature-set.ts';

/** One ranking problem: a context and its candidates. */
export interface RankingItem {
  readonly context: Features;
  readonly candidates: CandidateFeatures;
}

/** A ranking problem with the index of the right candidate. */
export interface RankingExample extends RankingItem {
  readonly right: number;
  /** Index of another candidate that was proposed and refused here: `right` is what was done instead. */
  readonly refused?: number;
  /** What it counts for in training; 1 by default. */
  readonly weight?: number;
}

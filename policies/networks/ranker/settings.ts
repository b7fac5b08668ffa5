import type { AnswerObjective } from '../alignment/objective.ts';
import type { RankerShape } from './network.ts';

export interface RankerSettings {
  readonly shape: RankerShape;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Share of context features that a training step leaves out at random, in [0, 1). */
  readonly dropout: number;
  readonly maxEpochs: number;
  /** Epochs without a better held-out loss after which training stops, at the best; null: the last epoch stands. */
  readonly patience: number | null;
  /** What refused candidates teach after all else; absent: nothing, only what was done instead is learned. */
  readonly preference?: PreferenceSettings;
}

/** How a trained ranker learns to prefer corrections to what was refused. */
export interface PreferenceSettings {
  readonly objective: AnswerObjective;
  /** How fast a difference from the ranker as it was is believed. */
  readonly beta: number;
  /** What the loss of the correction itself counts for beside the preference. */
  readonly supervised: number;
  readonly learningRate: number;
  readonly epochs: number;
}

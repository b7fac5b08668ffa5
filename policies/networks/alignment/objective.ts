import type { Emitter, Value } from '../graph/operator.ts';

/** What an objective is told. Each uses those that its formula has. */
export interface ObjectiveSettings {
  /** How fast a difference from the reference is believed: 1 / the temperature of the reward. */
  readonly beta: number;
  /** Share of preferences that are the wrong way round. Range: [0, 0.5). */
  readonly flipped: number;
  /** What an accepted action counts for, and a refused one. */
  readonly desirable: number;
  readonly undesirable: number;
}

/**
 * A minibatch of corrections. Here r(y) = log π(y) − log π_ref(y); a policy is categorical over what a screen offers, so
 * that these are exact. Shape of each: [batch].
 */
interface PairTerms {
  /** r of what the operator did instead. */
  readonly chosen: Value;
  /** r of what was suggested and refused. */
  readonly rejected: Value;
  /** log π of what the operator did instead. */
  readonly chosenLog: Value;
}

/** A minibatch of single answers. */
interface LabelTerms {
  /** r of what was suggested. Shape: [batch]. */
  readonly gain: Value;
  /** 1 where it was accepted, 0 where it was refused. Shape: [batch]. */
  readonly accepted: Value;
  /** KL(π ‖ π_ref) over all that is offered, the mean over the minibatch's screens; no gradient flows. Shape: []. */
  readonly divergence: Value;
}

/** A loss that a policy learns from operators' answers by. One file in `policies/alignment/objectives/`. */
export type Objective = { readonly name: string; readonly summary: string } & (
  | {
      readonly of: 'pairs';
      /** Shape: [batch]. */
      loss(emit: Emitter, terms: PairTerms, settings: ObjectiveSettings): Value;
    }
  | {
      readonly of: 'labels';
      /** Shape: [batch]. */
      loss(emit: Emitter, terms: LabelTerms, settings: ObjectiveSettings): Value;
    }
);

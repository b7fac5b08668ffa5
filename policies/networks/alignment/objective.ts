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
  /** How far from 1 an act may become likelier or less likely while it is still learned from. Range: above 0. */
  readonly clip: number;
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

/** A minibatch of decisions of episodes that were rewarded. Shape of each: [batch]. */
interface EpisodeTerms {
  /** log π − log π_old of the act, where π_old played the episodes. */
  readonly logRatio: Value;
  /** log π of the act. */
  readonly log: Value;
  /** How much better its episode went than others of the same case; no gradient flows. */
  readonly advantage: Value;
  /** KL(π ‖ π_ref) over all that is offered, exact, with its gradient. */
  readonly divergence: Value;
}

interface Named {
  readonly name: string;
  readonly summary: string;
}

/** A loss that a policy learns from operators' answers by. */
export type AnswerObjective = Named &
  (
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

/** A loss that a policy learns from the rewards of its own episodes by. */
export interface EpisodeObjective extends Named {
  readonly of: 'episodes';
  /** Shape: [batch]. */
  loss(emit: Emitter, terms: EpisodeTerms, settings: ObjectiveSettings): Value;
}

/** What a policy learns by after its first training. One file in `policies/objectives/`. */
export type Objective = AnswerObjective | EpisodeObjective;

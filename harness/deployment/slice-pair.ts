import type { Critic } from '../contract/critic.ts';
import type { Gate, GateExample } from '../contract/gate.ts';
import type { Review } from '../engine/review.ts';
import { wrapGate } from '../engine/wrap-role.ts';
import { hashShare } from '../shared/hash.ts';
import type { TrainingBench } from './bench.ts';
import { type TrainingSettings, trainCriticAndGate } from './train-critic-and-gate.ts';

/** A critic and a gate for one policy in one slice: what selective automation runs on there. */
export interface SlicePair {
  readonly critic: Critic;
  readonly gate: Gate;
  /** The held-out answers that pass. */
  readonly passed: readonly GateExample[];
  /** Their share; 0 where the gate never passes anything. */
  readonly passing: number;
}

export interface PairInput extends Pick<TrainingBench, 'policy' | 'seed' | 'fit'> {
  readonly slice: string;
  /** Cluster of each procedure. */
  readonly clusterOf: ReadonlyMap<string, string>;
  /** Answers to this policy's critical suggestions in the slice. */
  readonly reviews: readonly Review[];
  readonly training: TrainingSettings;
}

/** Share of the sessions whose answers the critic learns from; those of the others set the gate. */
const CRITIC_SHARE = 0.55;

/**
 * Learns a critic from some sessions of the slice and sets its gate from the others. Null where there are no answers
 * for one of them.
 */
export async function learnPair(input: PairInput): Promise<SlicePair | null> {
  const { slice, reviews, policy, seed, training } = input;
  const teaches = ({ session, caseKey }: Review) =>
    hashShare('critic of a slice', seed, caseKey ?? session) < CRITIC_SHARE;
  const feedback = reviews.filter(teaches);
  const calibration = reviews.filter((review) => !teaches(review));
  if (feedback.length === 0 || calibration.length === 0) return null;
  if ((training.critic.unavailable?.(policy, feedback) ?? null) !== null) return null;
  const phases = { feedback: { reviews: feedback }, calibration: { reviews: calibration } };
  const { critic, gate, gateExamples } = await trainCriticAndGate(input, phases, training);
  if (!critic) return null;
  return pairOf(critic, withinSlice(gate, slice, input.clusterOf), gateExamples);
}

/** Critic and gate of a slice, with what passes of its own held-out answers. */
export function pairOf(critic: Critic, gate: Gate, held: readonly GateExample[]): SlicePair {
  const passed = held.filter(({ score, action, procedure }) => gate.decide(score, action, procedure) === 'execute');
  return { critic, gate, passed, passing: held.length > 0 ? passed.length / held.length : 0 };
}

/** The gate within its own cluster; elsewhere everything is deferred. */
export function withinSlice(gate: Gate, slice: string, clusterOf: ReadonlyMap<string, string>): Gate {
  const own = (procedure: string | null) => procedure === null || clusterOf.get(procedure) === slice;
  return wrapGate(gate, {
    decide: (score, action, procedure) => (own(procedure) ? gate.decide(score, action, procedure) : 'defer'),
  });
}

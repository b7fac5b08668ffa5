import type { Critic, CriticRecipe, Proposal } from '../contract/critic.ts';
import type { Gate, GateExample, GateOptions, GateRecipe } from '../contract/gate.ts';
import type { OodRecipe, OodScorer } from '../contract/ood.ts';
import type { FitOptions, Policy } from '../contract/policy.ts';
import { criticExampleOf, type Review } from '../engine/review.ts';
import { hashShare } from '../shared/hash.ts';
import { closedGate, scoreReviews } from './teach-gate.ts';

/** A critic and a gate for one policy in one slice: what selective automation runs on there. */
export interface SlicePair {
  readonly critic: Critic;
  readonly gate: Gate;
  /** The held-out answers that pass. */
  readonly passed: readonly GateExample[];
  /** Their share; 0 where the gate is closed. */
  readonly passing: number;
}

export interface PairInput {
  readonly slice: string;
  /** Cluster of each procedure. */
  readonly clusterOf: ReadonlyMap<string, string>;
  readonly policy: Policy;
  /** Answers to this policy's critical suggestions in the slice. */
  readonly reviews: readonly Review[];
  readonly critic: CriticRecipe;
  readonly gate: GateRecipe;
  readonly gateOptions: GateOptions;
  /** Slices with fewer held-out answers stay closed. */
  readonly minSupport: number;
  /** Which screens are too unusual to act on without a human. Absent: none. */
  readonly ood?: { readonly recipe: OodRecipe; readonly threshold: (scores: readonly number[]) => number };
  readonly seed: string;
  readonly fit: FitOptions;
}

/** Share of the sessions whose answers the critic learns from; those of the others set the gate. */
const CRITIC_SHARE = 0.55;

/** A score that no gate passes: given to screens that are too unusual. */
const UNUSUAL = 0;

/**
 * Learns a critic from some sessions of the slice and sets its gate from the others. Null where there are no answers
 * for one of them.
 */
export async function learnPair(input: PairInput): Promise<SlicePair | null> {
  const { slice, reviews, policy, gateOptions, seed, fit } = input;
  const learns = ({ session, caseKey }: Review) =>
    hashShare('critic of a slice', seed, caseKey ?? session) < CRITIC_SHARE;
  const taught = reviews.filter(learns);
  const held = reviews.filter((review) => !learns(review));
  if (taught.length === 0 || held.length === 0) return null;
  if ((input.critic.unavailable?.(policy, taught) ?? null) !== null) return null;
  const learned = await input.critic.fit(taught.map(criticExampleOf), policy, fit);
  const critic = withFallback(learned, input, taught, held);
  const examples = await scoreReviews(critic, held, 256);
  const fitted =
    held.length < input.minSupport
      ? closedGate(`slice "${slice}" has ${held.length} held-out answers, and ${input.minSupport} are asked for`)
      : input.gate.fit(examples, gateOptions);
  const gate = ownGate(fitted, slice, input.clusterOf);
  const passed = examples.filter(({ score, action, procedure }) => gate.decide(score, action, procedure) === 'execute');
  return { critic, gate, passed, passing: passed.length / examples.length };
}

/** The critic, with nothing to say for screens unlike those that it was taught on: these fall back to the operator. */
function withFallback(critic: Critic, input: PairInput, taught: readonly Review[], held: readonly Review[]): Critic {
  const { ood, seed } = input;
  if (!ood || (ood.recipe.unavailable?.(taught) ?? null) !== null) return critic;
  const scorer: OodScorer = ood.recipe.fit(taught, { seed });
  const threshold = ood.threshold(scorer.score(held));
  return {
    name: `${critic.name}, ${scorer.name} aside`,
    provider: critic.provider,
    async score(proposals: readonly Proposal[]) {
      const unusual = scorer.score(proposals);
      const scores = await critic.score(proposals);
      return scores.map((score, at) => ((unusual[at] ?? 0) > threshold ? UNUSUAL : score));
    },
    dispose: () => critic.dispose(),
  };
}

/** The gate within its own cluster; elsewhere, and on screens that were too unusual, everything is deferred. */
function ownGate(gate: Gate, slice: string, clusterOf: ReadonlyMap<string, string>): Gate {
  const own = (procedure: string | null) => procedure === null || clusterOf.get(procedure) === slice;
  return {
    name: gate.name,
    threshold: gate.threshold,
    reason: gate.reason,
    decide: (score, action, procedure) =>
      score > UNUSUAL && own(procedure) ? gate.decide(score, action, procedure) : 'defer',
  };
}

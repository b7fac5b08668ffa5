import type { AnswerObjective } from '../../../policies/networks/alignment/objective.ts';
import { trainableOf } from '../../../policies/networks/alignment/trainable.ts';
import type { Parameters } from '../../../policies/networks/training/trainer-role.ts';
import { objective } from '../../../policies/objectives/sft-answers.ts';
import type { Answered, Example, Policy } from '../../contract/policy.ts';
import { memoPolicy } from '../../engine/memo.ts';
import { trainOnAnswers } from './train-on-answers.ts';

/**
 * Plain cross entropy on all that operators did, at the rate and for the steps that `bench align` chose under noise:
 * without noise it was ahead of all that learn from preferences.
 */
const LEARNING = {
  objective: objective as AnswerObjective,
  ...{ dynamics: null, learningRate: 0.0005, beta: null, flipped: 0, steps: 96 },
};

/**
 * The policy, trained on with what operators did in sessions with its suggestions; whoever asks for it disposes of it.
 * Throws: where it offers no networks.
 */
export async function alignPolicy(policy: Policy, examples: readonly Example[], seed: string): Promise<Policy> {
  const trainable = trainableOf(policy);
  if (!trainable) throw new Error(`Policy "${policy.name}" offers no networks to be trained on.`);
  const answered = examples.map(answeredOf);
  const parameters: Record<string, Parameters> = {};
  for (const network of await trainable.networks())
    parameters[network.name] = await trainOnAnswers(network, answered, { ...LEARNING, seed });
  return memoPolicy(await trainable.serve(`${policy.name} aligned`, parameters));
}

/** What was done by hand teaches as what was accepted does. */
function answeredOf({ screen, action, session, rejected }: Example, step: number): Answered {
  const accepted = rejected === undefined;
  return { screen, session, step, operator: null, suggestion: rejected ?? action, action, accepted };
}

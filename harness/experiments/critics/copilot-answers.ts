import { createOperator } from '../../../simulators/operators/create-operator.ts';
import type { OperatorTimes } from '../../../simulators/operators/operator-times.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import { uniformNoise } from '../../contract/uniform-noise.ts';
import type { Review } from '../../engine/review.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { runCopilotPhase } from '../../stages/copilot-phase.ts';
import { inProcessDesks } from '../desks.ts';

/** What plays the copilot phases. */
export interface CopilotWorld {
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly times: OperatorTimes;
  readonly seed: string;
}

/** A critical suggestion, what an operator answered, and whether it is right. */
export interface Answer extends Review {
  readonly right: boolean;
}

/** Operators who never err answer with the truth. */
const TRUTHFUL = uniformNoise();

/**
 * What operators of this noise answer to the policy's critical suggestions in open loop, with the truth beside it. The
 * same seed gives the same operators; another one asks others.
 */
export async function copilotAnswers(
  world: CopilotWorld,
  name: 'feedback' | 'calibration' | 'evaluation',
  sessions: readonly Session[],
  noise: NoiseSettings,
  seed = world.seed,
): Promise<Answer[]> {
  const answered = await play(world, name, sessions, noise, seed);
  const truth = new Map(
    (await play(world, name, sessions, TRUTHFUL, seed)).map((review) => [keyOf(review), review.accepted]),
  );
  return answered.map((review): Answer => {
    const right = truth.get(keyOf(review));
    if (right === undefined)
      throw new Error(`The suggestion at step ${keyOf(review)} was not seen twice in open loop.`);
    return { ...review, right };
  });
}

/** Names a suggestion. */
export const keyOf = ({ session, step }: Pick<Review, 'session' | 'step'>) => `${step} ${session}`;

async function play(
  { catalog, policy, times }: CopilotWorld,
  name: 'feedback' | 'calibration' | 'evaluation',
  sessions: readonly Session[],
  noise: NoiseSettings,
  seed: string,
): Promise<readonly Review[]> {
  const { openEnvironment } = inProcessDesks(catalog);
  const operator = createOperator({ noise, times, population: seed });
  const desk = { catalog, openEnvironment };
  const { reviews } = await runCopilotPhase({ name, sessions, policy, operator, noise, seed, desk });
  if (reviews.length === 0)
    throw new UsageError(
      `The policy made no critical suggestion in the ${name} phase: use more sessions or another policy.`,
    );
  return reviews;
}

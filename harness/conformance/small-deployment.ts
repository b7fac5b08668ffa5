import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { createOperator } from '../../simulators/operators/answering/create-operator.ts';
import { findRecipes, type Recipes } from '../bench/models/recipes.ts';
import type { Critic, CriticExample, CriticRecipe } from '../contract/critic.ts';
import type { Gate } from '../contract/gate.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Policy, PolicyRecipe } from '../contract/policy.ts';
import type { Arm, Cell, Scenario } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import { collectPhase } from '../deployment/collect-feedback.ts';
import { logExamples } from '../engine/log-examples.ts';
import { criticExampleOf, type Review } from '../engine/review.ts';
import type { CellRoles } from '../engine/roles.ts';
import type { SmallWorld } from './small-world.ts';
import { trainOnce } from './train-once.ts';

/** Noise at which operators do everything that they can do wrong. */
export const NOISE = uniformNoise({ alpha: 0.1, beta: 0.2, slip: 0.1 });

/** Operators who are wrong at these rates, by default at all of them. */
export const noisyOperator = (noise = NOISE) => createOperator({ noise, population: '' });

/** What the bench deploys unless it is told otherwise: the company in which one role is looked at. */
export function usualRecipes(): Promise<Recipes> {
  return findRecipes({ policy: 'ngram', critic: 'ngram', gate: 'clopper-pearson' });
}

/** The policy trained on the world's logs, once in a run of the tests. */
export async function trainSmall(recipe: PolicyRecipe, { train, catalog }: SmallWorld): Promise<Policy> {
  return trainOnce(recipe, await logExamples(train, createInProcessDesk(catalog)), { seed: '1', catalog });
}

/** What operators of this noise answer to the policy's critical suggestions. */
export async function copilotReviews(
  policy: Policy,
  world: SmallWorld,
  sessions: readonly Session[],
  noise = NOISE,
): Promise<readonly Review[]> {
  const { catalog } = world;
  const bench = { catalog, desks: { openEnvironment: () => createInProcessDesk(catalog) }, policy, seed: '1' };
  return (await collectPhase(bench, 'feedback', sessions, noise, noisyOperator(noise))).reviews;
}

/** Reviews as a critic may see them. */
export const criticExamples = (reviews: readonly Review[]): CriticExample[] => reviews.map(criticExampleOf);

/** A critic taught on these reviews of the policy, with a gate that lets the better half of its scores pass. */
export async function deploySmall(
  policy: Policy,
  reviews: readonly Review[],
  criticOf: CriticRecipe,
): Promise<CellRoles & { readonly critic: Critic }> {
  const examples = criticExamples(reviews);
  const critic = await criticOf.fit(examples, policy, { seed: '1' });
  return { policy, critic, gate: medianGate(await critic.score(examples)), operator: noisyOperator() };
}

function medianGate(scores: readonly number[]): Gate {
  const threshold = [...scores].sort((a, b) => a - b)[scores.length >> 1] ?? 1;
  return {
    name: 'median',
    threshold,
    reason: 'Half of what the critic saw passes.',
    decide: (score) => (score >= threshold ? 'execute' : 'defer'),
  };
}

/** A cell of open loop under the noise. */
export function cellOf(arm: Arm, noise = NOISE): Cell {
  return { id: arm, arm, loop: 'open', noise };
}

/** Every session in each of the arms. */
export function scenariosOf(
  sessions: readonly Session[],
  arms: readonly Arm[] = ['human-only', 'copilot', 'selective'],
): Scenario[] {
  return arms.flatMap((arm) => sessions.map((session) => ({ cell: cellOf(arm), session, seed: '1' })));
}

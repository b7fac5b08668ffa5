import type { FitOptions, Policy, PolicyRecipe } from '../contract/policy.ts';
import type { Session } from '../contract/session.ts';
import { sessionsById } from '../contract/session-order.ts';
import { logExamples } from '../engine/log-examples.ts';
import { memoPolicy } from '../engine/memo-policy.ts';
import type { Desk } from './copilot-phase.ts';

export interface TrainInput {
  readonly sessions: readonly Session[];
  readonly recipe: PolicyRecipe;
  readonly desk: Desk;
  readonly fit: FitOptions;
}

/** Trains the policy on logged sessions, once for all cells; it then remembers its answers by screen. */
export async function trainPolicy({ sessions, recipe, desk, fit }: TrainInput): Promise<Policy> {
  const environment = await desk.openEnvironment();
  try {
    const examples = await logExamples(sessionsById(sessions), environment);
    return memoPolicy(await recipe.fit(examples, { ...fit, catalog: desk.catalog }));
  } finally {
    await environment.close();
  }
}

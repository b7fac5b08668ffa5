import type { FitOptions, Policy, PolicyRecipe } from '../contract/policy.ts';
import type { Session } from '../contract/session.ts';
import { sessionsById } from '../contract/session-order.ts';
import type { BatchOptions } from '../engine/batch.ts';
import { logExamples } from '../engine/log-examples.ts';
import { memoPolicy } from '../engine/memo.ts';

export interface TrainInput {
  readonly sessions: readonly Session[];
  readonly recipe: PolicyRecipe;
  readonly desk: Pick<BatchOptions, 'catalog' | 'openEnvironment'>;
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

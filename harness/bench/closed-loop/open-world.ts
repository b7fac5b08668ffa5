import { createKnowledgeBase } from '../../../fixtures/knowledge/create-knowledge-base.ts';
import { planSession } from '../../../fixtures/plans/plan-session.ts';
import { createWorld } from '../../../simulators/case/create-world.ts';
import type { CasePlan } from '../../contract/case-plan.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Session } from '../../contract/session.ts';
import type { World, WorldRates } from '../../contract/world.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { goalsGiven } from '../data/goals-given.ts';

/** Sessions whose goal is known, and the worlds in which they can be played. */
export interface ClosedWorld {
  readonly sessions: readonly Session[];
  /** Where their goals are from, in words. */
  readonly goals: string;
  /** Sessions without a goal, by cause, the commonest first. */
  readonly refused: readonly { readonly cause: string; readonly count: number }[];
  world(rates: WorldRates): World;
}

/** Finds out what each session is to come to. Throws: `UsageError` where none has a goal that can be known. */
export function openClosedWorld(dataset: Dataset): ClosedWorld {
  const { catalog } = dataset;
  const plans = new Map<string, CasePlan>();
  const causes = new Map<string, number>();
  for (const session of dataset.sessions) {
    const planned = planSession(session, catalog);
    if ('plan' in planned) plans.set(session.id, planned.plan);
    else causes.set(planned.cause, (causes.get(planned.cause) ?? 0) + 1);
  }
  const refused = [...causes].map(([cause, count]) => ({ cause, count })).sort((a, b) => b.count - a.count);
  if (plans.size === 0)
    throw new UsageError(
      `No goal can be derived from any of ${dataset.sessions.length} sessions; the commonest cause: ${refused[0]?.cause}.`,
    );
  const knowledge = createKnowledgeBase(dataset);
  const sessions = dataset.sessions.filter(({ id }) => plans.has(id));
  return {
    sessions,
    goals: goalsGiven(sessions),
    refused,
    world: (rates) => createWorld({ catalog, planOf: ({ id }) => plans.get(id), knowledge, rates }),
  };
}

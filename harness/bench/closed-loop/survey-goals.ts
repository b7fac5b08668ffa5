import { createKnowledgeBase } from '../../../fixtures/knowledge/create-knowledge-base.ts';
import { planSession } from '../../../fixtures/plans/plan-session.ts';
import { createWorld } from '../../../simulators/case/create-world.ts';
import type { CasePlan } from '../../contract/case-plan.ts';
import type { Dataset } from '../../contract/dataset.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import { type LogReplay, replayLog } from '../../engine/replay-log.ts';
import { createStreams } from '../../shared/streams.ts';

/** A session whose goal is known, with what its own log comes to. */
export interface KnownGoal {
  readonly session: string;
  /** First of the offered procedures, or the goal's: what the session is counted under. */
  readonly procedure: string;
  readonly required: number;
  readonly optional: number;
  readonly replay: LogReplay;
}

/** Of which sessions the goal is known, and whether the log reaches it. */
export interface GoalSurvey {
  readonly known: readonly KnownGoal[];
  /** Sessions without a plan, with the cause. */
  readonly unknown: readonly { readonly session: string; readonly procedure: string; readonly cause: string }[];
}

/** Plans every session and performs its own log in a world where customers and knowledge base do as logged. */
export function surveyGoals(dataset: Dataset, seed: string): GoalSurvey {
  const { catalog, sessions } = dataset;
  let plan: CasePlan | undefined;
  const world = createWorld({
    catalog,
    planOf: () => plan,
    knowledge: createKnowledgeBase(dataset),
    rates: CALM_WORLD,
  });
  const known: KnownGoal[] = [];
  const unknown: GoalSurvey['unknown'][number][] = [];
  for (const session of sessions) {
    const procedure = session.goal?.procedure ?? session.opened ?? session.offered?.[0] ?? '';
    const planned = planSession(session, catalog);
    if ('cause' in planned) {
      unknown.push({ session: session.id, procedure, cause: planned.cause });
      continue;
    }
    plan = planned.plan;
    const required = plan.steps.filter((step) => !step.optional).length;
    const replay = replayLog(session, dataset.catalog, world, createStreams({ seed, session: session.id }));
    known.push({ session: session.id, procedure, required, optional: plan.steps.length - required, replay });
  }
  return { known, unknown };
}

import type { Catalog } from '../../contract/catalog.ts';
import type { NoiseSettings, Operator } from '../../contract/operator.ts';
import type { Example, Policy } from '../../contract/policy.ts';
import type { Cell } from '../../contract/scenario.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import { runEpisodes } from '../../engine/batch.ts';
import { inProcessDesks } from '../desks.ts';
import type { SessionExamples } from '../models/session-examples.ts';

export interface CopilotRun {
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly operator: Operator;
  readonly noise: NoiseSettings;
  readonly sessions: readonly Session[];
  readonly seed: string;
}

/** A suggestion that an operator refused, and what was done instead. */
export interface Refusal {
  readonly session: string;
  readonly step: number;
  readonly example: Example;
}

/** Lets operators work the sessions with the policy's suggestions and collects what they refuse, in the log's order. */
export async function gatherRefusals(run: CopilotRun, examples: SessionExamples): Promise<Refusal[]> {
  const traces = await playCopilot(run);
  const sessions = new Map(run.sessions.map((session) => [session.id, session]));
  const refusals: Refusal[] = [];
  for (const trace of traces) {
    const session = sessions.get(trace.session);
    if (!session) continue;
    // In open loop the copilot's screens are the log's: the trace holds their hashes only.
    const own = await examples.of(session);
    for (const { index, verdict, suggestion, chosen } of trace.steps) {
      const logged = own[index];
      if (verdict !== 'correct' || suggestion === null || !logged) continue;
      refusals.push({
        session: session.id,
        step: index,
        example: {
          screen: logged.screen,
          action: chosen,
          session: caseOf(session),
          // Who refuses what they then do themselves has shown nothing to avoid.
          ...(examples.same(logged.screen, suggestion, chosen) ? {} : { rejected: suggestion }),
        },
      });
    }
  }
  return refusals;
}

async function playCopilot({ catalog, policy, operator, noise, sessions, seed }: CopilotRun): Promise<Trace[]> {
  const cell: Cell = { id: 'copilot corrections', arm: 'copilot', loop: 'open', noise };
  const traces: Trace[] = [];
  await runEpisodes(
    sessions.map((session) => ({ cell, session, seed })),
    {
      catalog,
      openEnvironment: inProcessDesks(catalog).openEnvironment,
      rolesOf: () => ({ policy, critic: null, gate: null, operator }),
      onEpisode: (trace) => traces.push(trace),
    },
  );
  return traces;
}

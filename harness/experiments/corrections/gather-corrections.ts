import type { SessionSums } from '../../../reports/stats/session-sums.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { SessionExamples } from '../../bench/models/session-examples.ts';
import { boundsOf, type Crashes, phaseCrashes } from '../../bench/report/crashes.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { Environment } from '../../contract/environment.ts';
import type { NoiseSettings, Operator } from '../../contract/operator.ts';
import type { Example, Policy } from '../../contract/policy.ts';
import type { Cell } from '../../contract/scenario.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import type { CopilotFeedback } from '../../deployment/collect-feedback.ts';
import { play } from '../../deployment/play.ts';

export interface CopilotRun {
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly operator: Operator;
  readonly noise: NoiseSettings;
  readonly sessions: readonly Session[];
  readonly seed: string;
  /** Where operators work. Absent: in-process. */
  readonly openEnvironment?: () => Environment;
}

/** A suggestion that an operator refused, and what was done instead. */
export interface Refusal {
  readonly session: string;
  readonly step: number;
  readonly example: Example;
}

/** What operators refused, in the log's order, and ids of the sessions in which the desk failed for good. */
export interface Gathered {
  readonly refusals: readonly Refusal[];
  readonly crashed: readonly string[];
}

/** Lets operators work the sessions with the policy's suggestions and collects what they refuse. */
export async function gatherRefusals(run: CopilotRun, examples: SessionExamples): Promise<Gathered> {
  const traces = await playCopilot(run);
  const sessions = new Map(run.sessions.map((session) => [session.id, session]));
  const refusals: Refusal[] = [];
  for (const trace of traces) {
    const session = sessions.get(trace.session);
    if (!session || trace.end === 'crashed') continue;
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
  return { refusals, crashed: traces.filter(({ end }) => end === 'crashed').map(({ session }) => session) };
}

/**
 * What crashed where the hard set is chosen, and how far that could move the accuracy of the deployed policy on it: a
 * session that was not worked has no step in the set. `hard`: right and all hard steps by session.
 */
export function hardSetCrashes(
  seed: string,
  hard: SessionSums,
  phase: Pick<CopilotFeedback, 'sessions' | 'crashed'>,
): Crashes[] {
  return phaseCrashes('evaluation', seed, phase).map(({ inTraining: _, ...one }) => ({
    ...one,
    bounds: new Map([boundsOf('hard', 'hard set, deployed policy', 'share', hard, one.sessions.length)]),
  }));
}

async function playCopilot(run: CopilotRun): Promise<Trace[]> {
  const { catalog, policy, operator, noise, sessions, seed } = run;
  const { openEnvironment = inProcessDesks(catalog).openEnvironment } = run;
  const cell: Cell = { id: 'copilot corrections', arm: 'copilot', loop: 'open', noise };
  const traces: Trace[] = [];
  const bench = { catalog, desks: { openEnvironment }, policy, operatorOf: () => operator, seed };
  await play(bench, [{ cell, deployment: null }], sessions, { onTrace: (trace) => traces.push(trace) });
  return traces;
}

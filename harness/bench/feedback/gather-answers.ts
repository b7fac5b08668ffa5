import type { Catalog } from '../../contract/catalog.ts';
import type { Environment } from '../../contract/environment.ts';
import type { NoiseSettings, Operator, WorkContext } from '../../contract/operator.ts';
import type { Answered, Policy } from '../../contract/policy.ts';
import type { Cell } from '../../contract/scenario.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import { play } from '../../deployment/play.ts';
import { inProcessDesks } from '../desks/desks.ts';
import type { SessionExamples } from '../models/session-examples.ts';

export interface CopilotRun {
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly operator: Operator;
  readonly noise: NoiseSettings;
  readonly sessions: readonly Session[];
  readonly seed: string;
  /** Who works a session. Absent: nobody knows. */
  readonly workOf?: (session: Session) => WorkContext;
  /** Where operators work. Absent: in-process. */
  readonly openEnvironment?: () => Environment;
}

/** What operators made of a suggestion in a session, and what the log has there. */
export interface GatheredAnswer extends Answered {
  /** The session itself, where `session` is the case that it shares. */
  readonly id: string;
  readonly logged: Answered['action'];
}

export interface GatheredAnswers {
  /** In the order of the sessions and their steps. */
  readonly answers: readonly GatheredAnswer[];
  /** Steps that were worked without a suggestion. */
  readonly unaided: number;
  /** Ids of the sessions in which the desk failed for good. */
  readonly crashed: readonly string[];
}

/** Lets operators work the sessions with the policy's suggestions, and tells what they made of each. */
export async function gatherAnswers(run: CopilotRun, examples: SessionExamples): Promise<GatheredAnswers> {
  const traces = await playCopilot(run);
  const sessions = new Map(run.sessions.map((session) => [session.id, session]));
  const answers: GatheredAnswer[] = [];
  let unaided = 0;
  for (const trace of traces) {
    const session = sessions.get(trace.session);
    if (!session || trace.end === 'crashed') continue;
    const operator = run.workOf?.(session).operator ?? null;
    // In open loop the copilot's screens are the log's: the trace holds their hashes only.
    const own = await examples.of(session);
    for (const { index, verdict, suggestion, chosen, reason } of trace.steps) {
      const logged = own[index];
      if (!logged) continue;
      if (suggestion === null || (verdict !== 'accept' && verdict !== 'correct')) {
        unaided++;
        continue;
      }
      answers.push({
        ...{ id: session.id, session: caseOf(session), step: index, operator },
        ...{ screen: logged.screen, suggestion, action: chosen, accepted: verdict === 'accept', logged: logged.action },
        ...(reason && { reason }),
      });
    }
  }
  return { answers, unaided, crashed: traces.filter(({ end }) => end === 'crashed').map(({ session }) => session) };
}

async function playCopilot(run: CopilotRun): Promise<Trace[]> {
  const { catalog, policy, operator, noise, sessions, seed, workOf } = run;
  const { openEnvironment = inProcessDesks(catalog).openEnvironment } = run;
  const cell: Cell = { id: 'copilot corrections', arm: 'copilot', loop: 'open', noise };
  const traces: Trace[] = [];
  const bench = { catalog, desks: { openEnvironment }, policy, operatorOf: () => operator, seed, workOf };
  await play(bench, [{ cell, deployment: null }], sessions, { onTrace: (trace) => traces.push(trace) });
  return traces;
}

import type { NoiseSettings, Operator, WorkContext } from '../contract/operator.ts';
import type { Policy } from '../contract/policy.ts';
import type { Cell } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from '../engine/batch.ts';
import type { Review } from '../engine/review.ts';

/** What every phase needs to play sessions. With a world they are played in closed loop. */
export interface Desk
  extends Pick<BatchOptions, 'catalog' | 'openEnvironment' | 'world' | 'concurrency' | 'batchSize' | 'maxRetries'> {
  /** The operator's day at each session. Absent: nothing is known of it. */
  readonly workOf?: (session: Session) => WorkContext;
}

export interface CopilotPhase {
  readonly name: 'feedback' | 'calibration' | 'evaluation';
  readonly sessions: readonly Session[];
  readonly policy: Policy;
  readonly operator: Operator;
  readonly noise: NoiseSettings;
  readonly seed: string;
  readonly desk: Desk;
  /** Called with the fraction done, in [0, 1]. */
  readonly onProgress?: (fraction: number) => void;
  /** Sees what happened, in order: for measurements, never for what is taught. */
  readonly onTrace?: (trace: Trace) => void;
}

/** Every accept and reject of a critical suggestion in the phase, in the order of the sessions. */
export interface CopilotFeedback {
  readonly reviews: readonly Review[];
  /** Sessions that were to be worked. */
  readonly sessions: number;
  /** Ids of those in which the desk failed for good: they taught nothing. */
  readonly crashed: readonly string[];
}

/** Lets operators work the sessions with suggestions and collects what they accept and reject. */
export async function runCopilotPhase(phase: CopilotPhase): Promise<CopilotFeedback> {
  const { name, sessions, policy, operator, noise, seed, desk, onProgress, onTrace } = phase;
  const cell: Cell = { id: `copilot ${name}`, arm: 'copilot', loop: desk.world ? 'closed' : 'open', noise };
  const { workOf, ...batch } = desk;
  const roles = { policy, critic: null, gate: null, operator };
  const reviews: Review[] = [];
  const crashed: string[] = [];
  let done = 0;
  await runEpisodes(
    sessions.map((session) => ({ cell, session, seed, ...(workOf && { work: workOf(session) }) })),
    {
      ...batch,
      rolesOf: () => roles,
      collectReviews: true,
      onEpisode: (trace, kept) => {
        if (trace.end === 'crashed') crashed.push(trace.session);
        reviews.push(...kept);
        onTrace?.(trace);
        onProgress?.(++done / sessions.length);
      },
    },
  );
  return { reviews, sessions: sessions.length, crashed };
}

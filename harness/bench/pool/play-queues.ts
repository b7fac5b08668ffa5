import type { AnswerTimes } from '../../../simulators/pool/answer-times.ts';
import { type PlayedSession, traceWork } from '../../../simulators/pool/trace-work.ts';
import type { Cell } from '../../contract/scenario.ts';
import type { Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import type { PlayedCell } from '../../deployment/play.ts';
import { createStreams } from '../../shared/streams.ts';
import { type ClosedBench, playCompared } from '../closed-loop/closed-bench.ts';

/** Lengths of the queue at which every session is played; one between them counts as the nearest. */
export const QUEUE_LEVELS = [0, 1, 2, 4, 8, 16] as const;

/** What became of the sessions of one arm, by the length of the queue that their operators knew of. */
export interface ArmLibrary {
  readonly arm: Cell['arm'];
  /** Session × queue level. */
  readonly sessions: readonly (readonly PlayedSession[])[];
}

export interface PlayRequest {
  readonly sessions: readonly Session[];
  /** Which of the queue levels are played; where the queue changes nobody, the first is enough. */
  readonly levels: readonly number[];
  readonly answers: AnswerTimes;
  readonly machineMs: number;
  readonly onTrace: (trace: Trace) => void;
}

/** What was played of one arm. */
export interface PlayedQueues {
  readonly arm: Cell['arm'];
  /** The session at each queue level, by id; without those in which the desk failed for good at one of them. */
  readonly played: ReadonlyMap<string, readonly PlayedSession[]>;
  /** Ids of those. */
  readonly crashed: readonly string[];
}

/** Plays one arm in closed loop at every queue level, with the same random numbers. */
export async function playQueues(
  bench: ClosedBench,
  arm: PlayedCell,
  { sessions, levels, answers, machineMs, onTrace }: PlayRequest,
): Promise<PlayedQueues> {
  const { seed, workOf } = bench;
  if (!workOf) throw new Error('The bench says nothing of its operators’ days.');
  const played = new Map(sessions.map(({ id }) => [id, [] as PlayedSession[]]));
  const crashed = new Set<string>();
  await playCompared(bench, [arm], sessions, {
    worksOf: (session) => levels.map((queueLength) => ({ ...workOf(session), queueLength })),
    onTrace: (trace) => {
      onTrace(trace);
      if (trace.end === 'crashed') crashed.add(trace.session);
      const streams = createStreams({ seed, session: trace.session, group: 'pool' });
      played.get(trace.session)?.push(traceWork(trace, answers, machineMs, streams));
    },
  });
  for (const id of crashed) played.delete(id);
  return { arm: arm.cell.arm, played, crashed: [...crashed] };
}

/** Place of the level that is nearest to a queue's length, the lower one of two. */
export function nearestLevel(levels: readonly number[], queueLength: number): number {
  let best = 0;
  for (const [i, level] of levels.entries())
    if (Math.abs(level - queueLength) < Math.abs((levels[best] ?? 0) - queueLength)) best = i;
  return best;
}

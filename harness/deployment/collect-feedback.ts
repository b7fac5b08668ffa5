import type { NoiseSettings, Operator } from '../contract/operator.ts';
import type { Example } from '../contract/policy.ts';
import type { Cell } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { Trace } from '../contract/trace.ts';
import type { Review } from '../engine/review.ts';
import type { Bench, TrainingBench } from './bench.ts';
import { playScenarios, scenariosOf } from './play.ts';

/** Phases in which operators work with suggestions and nothing runs by itself. */
export type CopilotPhase = 'feedback' | 'calibration' | 'evaluation';

/** Every accept and reject of a critical suggestion in one phase, in the order of the sessions. */
export interface CopilotFeedback {
  readonly reviews: readonly Review[];
  /** Sessions that were to be worked. */
  readonly sessions: number;
  /** Ids of those in which the desk failed for good: they taught nothing. */
  readonly crashed: readonly string[];
}

/** What critics learn from, and what thresholds are set from: of sessions of their own. */
export type Feedback = Readonly<Record<'feedback' | 'calibration', CopilotFeedback>>;

export interface PhaseOptions {
  /** Sees what happened, in order: for measurements, never for what is learned. */
  readonly onTrace?: ((trace: Trace) => void) | undefined;
  /** Is given what operators did at each step, session by session. */
  readonly onExamples?: ((examples: readonly Example[]) => void) | undefined;
  /** Called with the fraction done, in [0, 1]. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface FeedbackOptions {
  /** Of the feedback phase, as `onExamples`. */
  readonly onTrace?: (trace: Trace) => void;
  readonly onExamples?: PhaseOptions['onExamples'];
  readonly onProgress?: (phase: CopilotPhase, fraction: number, line: string) => void;
}

/** Lets operators of this noise, or the given one, work with suggestions: sessions to learn from, and others to set the threshold from. */
export async function collectFeedback(
  bench: TrainingBench,
  noise: NoiseSettings,
  operator: Operator = bench.operatorOf(noise),
  { onTrace, onExamples, onProgress }: FeedbackOptions = {},
): Promise<Feedback> {
  const collect = (phase: keyof Feedback) => {
    const sessions = bench.parts[phase];
    return collectPhase(bench, phase, sessions, noise, operator, {
      ...(phase === 'feedback' && { onTrace, onExamples }),
      onProgress: onProgress && ((fraction) => onProgress(phase, fraction, `${phase} of ${sessions.length} sessions`)),
    });
  };
  return { feedback: await collect('feedback'), calibration: await collect('calibration') };
}

/** Lets an operator work the sessions with suggestions and collects what they accept and reject. */
export async function collectPhase(
  bench: Pick<Bench, 'catalog' | 'desks' | 'feedbackDesks' | 'world' | 'workOf' | 'policy' | 'seed'>,
  phase: CopilotPhase,
  sessions: readonly Session[],
  noise: NoiseSettings,
  operator: Operator,
  { onTrace, onExamples, onProgress }: PhaseOptions = {},
): Promise<CopilotFeedback> {
  const cell: Cell = { id: `copilot ${phase}`, arm: 'copilot', loop: bench.world ? 'closed' : 'open', noise };
  const roles = { policy: bench.policy, critic: null, gate: null, operator };
  const reviews: Review[] = [];
  const crashed: string[] = [];
  let done = 0;
  const { desks, feedbackDesks = desks } = bench;
  // What teaches is played anew by a run that goes on: its reviews are no part of traces.
  const place = { ...bench, desks: feedbackDesks, player: undefined };
  await playScenarios(place, scenariosOf(bench, [{ cell, deployment: null }], sessions), {
    rolesOf: () => roles,
    collectReviews: true,
    collectExamples: onExamples !== undefined,
    onEpisode: (trace, given, examples) => {
      if (trace.end === 'crashed') crashed.push(trace.session);
      else onExamples?.(examples);
      reviews.push(...given);
      onTrace?.(trace);
      onProgress?.(++done / sessions.length);
    },
  });
  return { reviews, sessions: sessions.length, crashed };
}

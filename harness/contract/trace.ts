import type { Action } from './action.ts';
import type { Arrival } from './environment.ts';
import type { Decision } from './gate.ts';
import type { Amiss, Feedback, RefusalReason } from './operator.ts';
import type { Suggestion } from './policy.ts';
import type { Loop, Scenario } from './scenario.ts';
import type { CaseEnd } from './world.ts';

/**
 * Who let a wrong action happen: the policy, passed by the gate; an operator who accepted it; an operator who
 * slipped; an operator who followed what was amiss after an earlier error, through the customer or through the
 * knowledge base; or the experiment, which injected it.
 */
export type ErrorCause =
  | 'policy passed by gate'
  | 'operator accepted'
  | 'operator slipped'
  | 'earlier error'
  | 'customer'
  | 'environment'
  | 'injected';

/** What only an open-loop step has. */
export interface LoggedStep {
  /** Whether the suggestion is the logged action; null without one. */
  readonly suggestionRight: boolean | null;
  /** Whether what was decided is the logged action. */
  readonly right: boolean;
}

/** What only a closed-loop step has. */
export interface ClosedStep {
  /** The world's condition in which the step was taken. */
  readonly condition: string;
  /** Whether the suggestion is among the acceptable actions; null without one. */
  readonly suggestionRight: boolean | null;
  /** Whether what was done is among the acceptable actions. */
  readonly right: boolean;
  /** Null where it was right. */
  readonly cause: ErrorCause | null;
  /**
   * What made it look right although it was wrong: it is among `Truth.apparent`, whoever decided and whatever they had
   * noticed. Null where it was right, or wrong as the case looked, too.
   */
  readonly deceivedBy: Amiss | null;
  /** Steps whose damage this one put right. */
  readonly repaired: readonly number[];
}

/** One step of an episode. */
export interface TraceStep {
  readonly index: number;
  /** What reached the desk since the step before: its result first, then messages. Absent: nothing. */
  readonly arrivals?: readonly Arrival[];
  /** Hash of the screen that was acted on; null where nobody looked at it. */
  readonly screenHash: string | null;
  /** The right action: in open loop the logged one. */
  readonly reference: Action;
  /** Whether the *proposed* action is critical (the reference, where nothing was proposed). */
  readonly critical: boolean;
  /**
   * What the policy proposed first, messages with holes left out. One that the screen did not offer was shown to
   * nobody: the verdict is then `unaided`.
   */
  readonly suggestion: Action | null;
  readonly confidence: number | null;
  /** What the policy proposed next, best first, confidences to three decimals. Absent: nothing. */
  readonly alternatives?: Suggestion['ranked'];
  /** Critic's score; null where the critic was not asked. */
  readonly score: number | null;
  readonly decision: Decision;
  readonly verdict: Feedback['verdict'] | null;
  /** Why the operator refused the suggestion, for reports only. Absent where nothing was refused. */
  readonly reason?: RefusalReason;
  readonly slipped: boolean;
  /** What was decided, by automation (`execute`) or by the operator (`defer`). */
  readonly chosen: Action;
  /** Operator's active time in milliseconds. */
  readonly activeMs: number;
  /** Absent in open loop. */
  readonly closed?: ClosedStep;
  /** Absent in closed loop, and in open-loop traces of earlier versions. */
  readonly logged?: LoggedStep;
}

/**
 * What happened in one episode. Holds no screens: they are derived again by replaying the reducer. What only truth tells
 * stands apart: `reference`, `logged`, `closed` and `outcome`.
 */
export interface Trace {
  readonly session: string;
  /** The case that the session shares with others. Absent: it is a case of its own. */
  readonly caseKey?: string;
  readonly cell: string;
  readonly seed: string;
  readonly loop: Loop;
  readonly steps: readonly TraceStep[];
  /**
   * Truncated: the log breaks off, or goes on after the case was closed. Crashed: the desk kept failing or time ran out;
   * there are no steps.
   */
  readonly end: 'completed' | 'truncated' | 'crashed';
  /**
   * First step whose chosen action is not right: not the reference in open loop, not acceptable in closed loop; null
   * where there is none.
   */
  readonly divergedAt: number | null;
  /** How the case stood at the end. Absent in open loop and where the desk crashed. */
  readonly outcome?: CaseEnd;
  /** What the scenario forced at one step. Absent where it forced nothing. */
  readonly forced?: NonNullable<Scenario['forced']>;
  /** Whether it crashed because it took too long. Absent: it did not. */
  readonly timedOut?: true;
  /** How often the desk failed and the episode was started again. */
  readonly retries: number;
}

/** The cluster that an episode belongs to: its case, where sessions share one. */
export const caseOfTrace = ({ session, caseKey }: Pick<Trace, 'session' | 'caseKey'>): string => caseKey ?? session;

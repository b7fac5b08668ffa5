import type { Action, ActionKind } from './action.ts';
import type { Streams } from './rng.ts';
import type { Screen } from './screen.ts';

/** One rate per action kind, each in [0, 1]. */
export type RateByKind = Readonly<Record<ActionKind, number>>;

/** How operators err, and what they notice and keep. */
export interface NoiseSettings {
  /** α = P(reject | suggestion correct), by the suggestion's kind. */
  readonly alpha: RateByKind;
  /** β = P(accept | suggestion wrong), by the suggestion's kind. */
  readonly beta: RateByKind;
  /** P(what the operator does by hand is itself wrong), by the kind of the right action. */
  readonly slip: RateByKind;
  /** P(an earlier error is noticed at a step where it stands and the operator acts). Absent: 0. Closed loop only. */
  readonly notice?: number;
  /** P(a case that automation handed over is kept for its next step, too, instead of being given back). Absent: 0. Closed loop only. */
  readonly keeps?: number;
  /**
   * Traits of the operators, by file in `simulators/operators/traits/` (`name`, or `name:argument`), each with its
   * strength. Absent: none.
   */
  readonly traits?: Readonly<Record<string, number>>;
}

/** Truth as only operators and metrics see it. */
export interface Truth {
  /** Actions that are right here; the first is the reference (in open loop the logged action). Never empty. */
  readonly acceptable: readonly Action[];
  /**
   * What looks right to somebody who has not noticed that something is amiss: an earlier error, a value that the
   * customer misstated, a wrong answer of the knowledge base. Absent where nothing is amiss.
   */
  readonly apparent?: readonly Action[];
  /** Those of `acceptable` that put earlier errors right. Absent: none. */
  readonly repairs?: readonly Action[];
  /** Why `apparent` and `acceptable` differ. */
  readonly amiss?: Amiss;
}

/** What leads people astray: an error that was performed earlier, the customer, or the knowledge base. */
export type Amiss = 'earlier error' | 'customer' | 'environment';

/** What an operator's day is like when the case comes. Drawn or simulated outside the episode, so that episodes stay independent. */
export interface WorkContext {
  readonly operator: string;
  /** Time at work since the last rest. */
  readonly sinceRestMs: number;
  /** Cases that this operator worked with suggestions before. */
  readonly casesWorked: number;
  /** Cases that wait for an operator. */
  readonly queueLength: number;
}

export interface OperatorRequest {
  /** Null: the operator works unaided. */
  readonly suggestion: Action | null;
  readonly confidence: number | null;
  readonly truth: Truth;
  /** Whether two actions are the same at this desk. Absent: as `sameAction` says without a catalog. */
  readonly same?: (a: Action, b: Action) => boolean;
  readonly critical: boolean;
  /** Built on demand: most answers need no look at the screen. */
  readonly screen: () => Screen;
  readonly streams: Streams;
  /** Names the step's random streams: its index in open loop, the case's situation in closed loop. */
  readonly step: number;
  /** Suggestions accepted in a row just before, in this case. Absent: 0. */
  readonly acceptsInRow?: number;
  /** Whether the operators have noticed what is amiss, and not yet put it right. Absent: no. */
  readonly aware?: boolean;
  /** Steps that ran unattended since an operator last acted: this one must first read what happened in them. Absent: 0. */
  readonly unattendedSteps?: number;
  /** Absent: nothing is known of the operator's day. */
  readonly work?: WorkContext;
}

/**
 * Why an operator refused a suggestion, in the operator's own eyes: it seemed wrong; it seemed right, but
 * something else was done; limits outside the desk did not allow it; anything else.
 */
export type RefusalReason = 'model error' | 'acceptable' | 'environment' | 'other';

export interface Feedback {
  readonly verdict: 'accept' | 'correct' | 'unaided';
  /** What the operator has done: the suggestion when accepted, else the operator's own action. */
  readonly action: Action;
  /** Whether the operator's own action is a slip. */
  readonly slipped: boolean;
  /** Whether the operator has noticed that something is amiss. Absent: no. */
  readonly noticed?: boolean;
  /** Whether the operator keeps a case that automation handed over for its next step, too. Absent: no. */
  readonly keeps?: boolean;
  /** Absent where nothing was refused. For reports only: policy, critic and gate never see it. */
  readonly reason?: RefusalReason;
  /** Active time in milliseconds. */
  readonly activeMs: number;
}

/** A simulated person at the desk. */
export interface Operator {
  respond(request: OperatorRequest): Feedback;
}

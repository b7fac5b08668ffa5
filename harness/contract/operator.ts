import type { Action, ActionKind } from './action.ts';
import type { Streams } from './rng.ts';
import type { Screen } from './screen.ts';

/** One rate per action kind, each in [0, 1]. */
export type RateByKind = Readonly<Record<ActionKind, number>>;

/** How wrong an operator is. */
export interface NoiseSettings {
  /** α = P(reject | suggestion correct), by the suggestion's kind. */
  readonly alpha: RateByKind;
  /** β = P(accept | suggestion wrong), by the suggestion's kind. */
  readonly beta: RateByKind;
  /** P(what the operator does by hand is itself wrong), by the kind of the right action. */
  readonly slip: RateByKind;
}

/** Truth as only operators and metrics see it. */
export interface Truth {
  /** Actions that are right here; the first is the reference (in open loop the logged action). Never empty. */
  readonly acceptable: readonly Action[];
}

export interface OperatorRequest {
  /** Null: the operator works unaided. */
  readonly suggestion: Action | null;
  readonly confidence: number | null;
  readonly truth: Truth;
  readonly critical: boolean;
  /** Built on demand: most answers need no look at the screen. */
  readonly screen: () => Screen;
  readonly streams: Streams;
  readonly step: number;
}

export interface Feedback {
  readonly verdict: 'accept' | 'correct' | 'unaided';
  /** What the operator has done: the suggestion when accepted, else the operator's own action. */
  readonly action: Action;
  /** Whether the operator's own action is a slip. */
  readonly slipped: boolean;
  /** Active time in milliseconds. */
  readonly activeMs: number;
}

/** A simulated person at the desk. */
export interface Operator {
  respond(request: OperatorRequest): Feedback;
}

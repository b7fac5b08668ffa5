import type { Action } from '../contract/action.ts';
import type { Actor, Arrival } from '../contract/environment.ts';
import type { Feedback, Truth } from '../contract/operator.ts';
import type { Screen } from '../contract/screen.ts';
import type { ClosedStep, LoggedStep, Trace } from '../contract/trace.ts';
import type { CaseEnd } from '../contract/world.ts';
import type { Criticality } from './cached-criticality.ts';

/**
 * What the world makes of an episode, at one of its moments: the log's in open loop, a case's in closed loop.
 * A value: `perform` returns the next moment and leaves this one as it was.
 */
export interface EpisodeWorld {
  /** What reached the desk since the step before: its result first, then messages. */
  readonly arrivals: readonly Arrival[];
  /** How the episode ended; null while it goes on. What follows is asked only then. */
  readonly end: Exclude<Trace['end'], 'crashed'> | null;
  /** The usual one of the right actions. */
  readonly reference: Action;
  readonly truth: Truth;
  /** Names the moment's random streams. */
  readonly streamIndex: number;
  /** Whether two actions are the same here, where this procedure is open. */
  same(a: Action, b: Action): boolean;
  isRight(action: Action): boolean;
  /** Whether the reference is critical. `screen` is null where nobody looked. */
  referenceCritical(critical: Criticality, screen: Screen | null): boolean;
  perform(decided: Decided): Performed;
  /** How the case stands; null in open loop. */
  readonly outcome: CaseEnd | null;
}

/** What was decided at a step, and how it came about. */
export interface Decided {
  readonly chosen: Action;
  readonly actor: Actor;
  /** What the policy proposed, shown or not. */
  readonly suggestion: Action | null;
  /** Null: automation decided. */
  readonly feedback: Feedback | null;
  /** Whether the experiment put its own action in the place of what was decided. */
  readonly injected: boolean;
}

/** What is done on the desk, and what comes of it. */
export interface Performed {
  readonly action: Action;
  readonly next: EpisodeWorld;
  /** How the step is judged. */
  readonly judged: { readonly logged: LoggedStep } | { readonly closed: ClosedStep };
}

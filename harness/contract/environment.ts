import type { Action } from './action.ts';
import type { KbResult } from './result.ts';
import type { Screen } from './screen.ts';
import type { Session } from './session.ts';

/** A value now or later: the in-process desk answers at once, the browser later. */
export type Awaitable<T> = T | Promise<T>;

/** Who acts: shown in the page's timeline. */
export type Actor = 'operator' | 'automation';

/** What reaches the desk from outside. */
export type Arrival =
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'result'; readonly result: KbResult };

/** What the desk needs to open a case: nothing of the log's truth. */
export type CaseOpening = Pick<Session, 'id' | 'case' | 'offered' | 'opened'>;

/** A desk with one case open. The in-process and the browser desk give the same screens. */
export interface Environment {
  /** Opens a case on a clean desk; nothing of an earlier case remains. */
  reset(opening: CaseOpening): Awaitable<void>;
  observe(): Awaitable<Screen>;
  /** Throws `IllegalActionError` where the screen does not offer the action; the desk is then unchanged. */
  perform(action: Action, actor: Actor): Awaitable<void>;
  deliver(arrivals: readonly Arrival[]): Awaitable<void>;
  close(): Awaitable<void>;
}

/** Thrown by `perform`: the screen does not offer the action. A fault of the actor, not of the desk. */
export class IllegalActionError extends Error {
  override readonly name = 'IllegalActionError';
}

/** Thrown by an environment when the desk itself failed (browser crash, hang): the episode is retried. */
export class InfrastructureError extends Error {
  override readonly name = 'InfrastructureError';
}

import type { Action } from './action.ts';
import type { Actor, Arrival } from './environment.ts';
import type { Truth } from './operator.ts';
import type { KbResult } from './result.ts';
import type { Rng, Streams } from './rng.ts';
import type { Session } from './session.ts';

/** How often customers and knowledge base go their own ways; each a probability in [0, 1]. */
export interface WorldRates {
  /** P(a customer who is asked for a value gives a wrong one first). */
  readonly misstate: number;
  /** P(a customer takes back a value that was given, once in the case). */
  readonly changeMind: number;
  /** P(the customer complains of a wrong action that can be noticed from outside). */
  readonly complain: number;
  /** P(the customer leaves for good after such a wrong action). */
  readonly leave: number;
  /** P(the knowledge base answers a right query wrongly). */
  readonly kbFault: number;
}

export const CALM_WORLD: WorldRates = { misstate: 0, changeMind: 0, complain: 0, leave: 0, kbFault: 0 };

/** Answers a submitted form that the plan has no answer for. */
export interface KnowledgeBase {
  answer(query: KbQuery, rng: Rng): KbResult;
}

export interface KbQuery {
  readonly procedure: string;
  readonly form: string;
  readonly button: string;
  readonly values: Readonly<Record<string, string>>;
}

/** How a case stood when nothing more happened. */
export interface CaseEnd {
  /** `unfinished`: the episode was cut off. */
  readonly how: 'resolved' | 'closed-wrongly' | 'transferred-wrongly' | 'abandoned' | 'unfinished';
  /** Whether the final fields, the commitments and the ending are those of the goal, and the customer holds nothing false. */
  readonly goalReached: boolean;
  readonly fields: Readonly<Record<string, string>>;
  /** Keys of the final actions that were performed, sorted, with repetition. */
  readonly commitments: readonly string[];
  /** Ids of statements that were made to the customer and are not true, sorted. */
  readonly misled: readonly string[];
}

/**
 * A case in closed loop, at one moment: what was decided has been done, and goal, customer and knowledge
 * base answer to it. A value: `perform` returns the next moment and leaves this one as it was.
 */
export interface WorldCase {
  /** What reached the desk since the last action: its result first, then messages. */
  readonly arrivals: readonly Arrival[];
  /** Whether nothing more can happen: closed, transferred, done, or the customer has left. */
  readonly over: boolean;
  /**
   * Hash of everything that still matters: what is done, what stands wrong, where the desk is. Two cases of
   * one session in the same condition have the same things left to do; chat and time do not count.
   */
  readonly condition: string;
  /** Names the moment's random streams: a hash of the condition and of how often the case was in it. Uint32. */
  readonly situation: number;
  /** What is right now. Never empty while the case is not over. */
  readonly truth: Truth;
  /** Open errors: indices of performed actions whose damage stands and could still be put right. */
  readonly standing: readonly number[];
  /** Throws: where the case is over. */
  perform(action: Action, actor: Actor): WorldCase;
  /** How the case stands; `unfinished` while it is not over. */
  readonly end: CaseEnd;
}

/** Where closed-loop episodes take place. */
export interface World {
  /** Throws: where the session has no plan. */
  begin(session: Session, streams: Streams): WorldCase;
}

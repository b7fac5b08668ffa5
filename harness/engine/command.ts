import type { Action } from '../contract/action.ts';
import type { Proposal } from '../contract/critic.ts';
import type { Actor, Arrival, CaseOpening } from '../contract/environment.ts';
import type { Feedback, OperatorRequest, WorkContext } from '../contract/operator.ts';
import type { Suggestion } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';
import type { Trace } from '../contract/trace.ts';

/**
 * What the operator is asked, without what only a driver has: the random streams and the screen, which is null where
 * nobody has looked yet.
 */
interface Question extends Omit<OperatorRequest, 'screen' | 'streams' | 'work'> {
  readonly screen: Screen | null;
  readonly work: WorkContext | undefined;
}

/** What the engine wants done next. */
export type Command =
  | { readonly kind: 'open'; readonly opening: CaseOpening }
  | { readonly kind: 'deliver'; readonly arrivals: readonly Arrival[] }
  | { readonly kind: 'observe' }
  | { readonly kind: 'suggest'; readonly screen: Screen }
  | { readonly kind: 'score'; readonly proposal: Proposal }
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'perform'; readonly action: Action; readonly actor: Actor }
  | { readonly kind: 'finish'; readonly trace: Trace };

/** The answer to a command: `done` to open, deliver and perform, `failed` where the desk is beyond repair or time ran out. */
export type EpisodeEvent =
  | { readonly kind: 'done' }
  | { readonly kind: 'observed'; readonly screen: Screen }
  | { readonly kind: 'suggested'; readonly suggestion: Suggestion }
  | { readonly kind: 'scored'; readonly score: number }
  | { readonly kind: 'answered'; readonly feedback: Feedback }
  | { readonly kind: 'failed'; readonly timedOut?: true };

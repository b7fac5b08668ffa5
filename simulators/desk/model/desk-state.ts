import type { Action } from '../../../harness/contract/action.ts';
import type { Actor, Arrival } from '../../../harness/contract/environment.ts';
import type { Procedure } from '../../../harness/contract/procedure.ts';
import type { ChatMessage, Screen, ShownResult, TimelineEntry } from '../../../harness/contract/screen.ts';
import type { DeskOffer, DeskView } from './desk-index.ts';

/** Everything that the desk knows of one open case. Never changed in place: the reducer returns a new one. */
export interface DeskState {
  readonly caseId: string;
  readonly subject: string;
  readonly status: Screen['status'];
  readonly offer: DeskOffer;
  /** The procedure screen that is open, with its controls. */
  readonly view: DeskView;
  readonly fields: Readonly<Record<string, string>>;
  /** The last messages, oldest first. */
  readonly messages: readonly ChatMessage[];
  readonly messageCount: number;
  /** The last results, oldest first. */
  readonly results: readonly ShownResult[];
  readonly resultCount: number;
  /** Beside the results, the procedure that was open when each came: its form ids are named by it. */
  readonly resultsIn: readonly (Procedure | null)[];
  /** The last entries, oldest first, and beside them who acted and in which procedure. */
  readonly timeline: readonly TimelineEntry[];
  readonly actors: readonly Actor[];
  readonly actedIn: readonly (Procedure | null)[];
  readonly actionCount: number;
}

/** What can happen to a case: somebody acts, or something arrives. */
export type DeskEvent =
  | { readonly kind: 'act'; readonly action: Action; readonly actor: Actor }
  | { readonly kind: 'arrive'; readonly arrival: Arrival };

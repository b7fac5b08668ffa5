import { type Action, sameAction } from '../contract/action.ts';
import { actionRules } from '../contract/action-rules.ts';
import type { Catalog } from '../contract/catalog.ts';
import type { Arrival, CaseOpening } from '../contract/environment.ts';
import type { Truth } from '../contract/operator.ts';
import { replyRole } from '../contract/reply-role.ts';
import type { Screen } from '../contract/screen.ts';
import type { Session, Step } from '../contract/session.ts';
import type { Decided, EpisodeWorld, Performed } from './episode-world.ts';

/** What the desk is told of a session: never its steps, outcome or goal. */
export function caseOpening(session: Session): CaseOpening {
  return { id: session.id, case: session.case, offered: session.offered, opened: session.opened };
}

const NOTHING: readonly Arrival[] = [];

/** What reaches the desk between the step before and this one: its result first, then the messages. */
export function arrivalsBefore(session: Session, index: number): readonly Arrival[] {
  const result = session.steps[index - 1]?.result ?? null;
  const { arrivals } = loggedStep(session, index);
  if (result === null && arrivals.length === 0) return NOTHING;
  const messages = arrivals.map(({ text }): Arrival => ({ kind: 'message', text }));
  return result === null ? messages : [{ kind: 'result', result }, ...messages];
}

/** Whether the case is over once this action was performed. */
export function endsCase(action: Action): boolean {
  return action.kind === 'close' || action.kind === 'transfer';
}

/**
 * What the log makes of the world: whatever was decided, the logged action is performed, and customer,
 * knowledge base and next screen follow the logged session.
 */
export class LoggedEpisode implements EpisodeWorld {
  readonly outcome = null;
  readonly streamIndex: number;
  readonly #session: Session;
  readonly #catalog: Catalog;
  /** The procedure that is open. */
  readonly #opened: string | null;
  #truth: Truth | null = null;

  constructor(session: Session, catalog: Catalog, index = 0, opened: string | null = session.opened) {
    this.#session = session;
    this.#catalog = catalog;
    this.#opened = opened;
    this.streamIndex = index;
  }

  /** After a performed close or transfer nothing more happens, even where the log goes on. */
  get end(): EpisodeWorld['end'] {
    const { steps, complete } = this.#session;
    const left = steps.length - this.streamIndex;
    if (left <= 0) return complete ? 'completed' : 'truncated';
    const before = steps[this.streamIndex - 1];
    return before && endsCase(before.action) ? 'truncated' : null;
  }

  get arrivals(): readonly Arrival[] {
    return arrivalsBefore(this.#session, this.streamIndex);
  }

  get reference(): Action {
    return loggedStep(this.#session, this.streamIndex).action;
  }

  get truth(): Truth {
    this.#truth ??= { acceptable: [this.reference] };
    return this.#truth;
  }

  same(a: Action, b: Action): boolean {
    return sameAction(a, b, actionRules(this.#catalog, this.#opened));
  }

  isRight(action: Action): boolean {
    return this.same(action, this.reference);
  }

  referenceCritical(): boolean {
    return loggedStep(this.#session, this.streamIndex).critical;
  }

  perform({ chosen, suggestion }: Decided): Performed {
    const { reference } = this;
    const opened = reference.kind === 'select_procedure' ? reference.procedure : this.#opened;
    return {
      action: reference,
      next: new LoggedEpisode(this.#session, this.#catalog, this.streamIndex + 1, opened),
      judged: {
        logged: { suggestionRight: suggestion && this.isRight(suggestion), right: this.isRight(chosen) },
      },
    };
  }
}

function loggedStep(session: Session, index: number): Step {
  const step = session.steps[index];
  if (!step) throw new Error(`Session "${session.id}" has no step ${index}: it has ${session.steps.length}.`);
  return step;
}

/** Whether an action ends the case as far as a screen tells: where it offers no ending, saying goodbye does. */
export function endsOnScreen(action: Action, { controls }: Pick<Screen, 'controls'>): boolean {
  if (endsCase(action)) return true;
  if (controls.some(({ kind, enabled }) => enabled && (kind === 'close' || kind === 'transfer'))) return false;
  return action.kind === 'send_text' && replyRole(action.text) === 'farewell';
}

import { type Action, sameAction } from '../contract/action.ts';
import { actionRules } from '../contract/action-rules.ts';
import type { Catalog } from '../contract/catalog.ts';
import type { Arrival } from '../contract/environment.ts';
import type { Amiss, Truth } from '../contract/operator.ts';
import type { Screen } from '../contract/screen.ts';
import type { Session } from '../contract/session.ts';
import type { ClosedStep, ErrorCause } from '../contract/trace.ts';
import type { CaseEnd, WorldCase } from '../contract/world.ts';
import type { Criticality } from './cached-criticality.ts';
import type { Decided, EpisodeWorld, Performed } from './episode-world.ts';

/** Steps that an episode may take beyond three times as many as the log took. */
const SPARE_STEPS = 20;

/** Most steps of a closed-loop episode; one that is not over by then is cut off. */
export function stepCap(session: Session): number {
  return 3 * session.steps.length + SPARE_STEPS;
}

/** What a world makes of a case: what was decided is performed, and the case goes on from there. */
export class SimulatedEpisode implements EpisodeWorld {
  readonly #case: WorldCase;
  readonly #stepsLeft: number;
  readonly #opened: string | null;
  readonly #catalog: Catalog;

  /** `opened` is the procedure that is open. */
  constructor(moment: WorldCase, stepsLeft: number, opened: string | null, catalog: Catalog) {
    this.#case = moment;
    this.#stepsLeft = stepsLeft;
    this.#opened = opened;
    this.#catalog = catalog;
  }

  get arrivals(): readonly Arrival[] {
    return this.#case.arrivals;
  }

  get end(): EpisodeWorld['end'] {
    if (this.#case.over) return 'completed';
    return this.#stepsLeft > 0 ? null : 'truncated';
  }

  get reference(): Action {
    const [usual] = this.truth.acceptable;
    if (!usual) throw new Error('the world says that nothing is right here although the case goes on.');
    return usual;
  }

  get truth(): Truth {
    return this.#case.truth;
  }

  get streamIndex(): number {
    return this.#case.situation;
  }

  get outcome(): CaseEnd {
    return this.#case.end;
  }

  same(a: Action, b: Action): boolean {
    return sameAction(a, b, actionRules(this.#catalog, this.#opened));
  }

  isRight(action: Action): boolean {
    return this.#holds(this.truth.acceptable, action);
  }

  #holds(actions: readonly Action[], action: Action): boolean {
    return actions.some((one) => this.same(one, action));
  }

  referenceCritical(critical: Criticality, screen: Screen | null): boolean {
    return critical(this.reference, screen ? (screen.procedure?.id ?? null) : this.#opened);
  }

  perform(decided: Decided): Performed {
    const { chosen, actor } = decided;
    const next = this.#case.perform(chosen, actor);
    const opened = chosen.kind === 'select_procedure' ? chosen.procedure : this.#opened;
    return {
      action: chosen,
      next: new SimulatedEpisode(next, this.#stepsLeft - 1, opened, this.#catalog),
      judged: { closed: this.#describe(decided, next) },
    };
  }

  #describe(decided: Decided, next: WorldCase): ClosedStep {
    const { condition, standing, truth } = this.#case;
    const { suggestion, chosen } = decided;
    const right = this.isRight(chosen);
    const deceivedBy = (!right && this.#holds(truth.apparent ?? [], chosen) && truth.amiss) || null;
    return {
      condition,
      suggestionRight: suggestion && this.isRight(suggestion),
      right,
      cause: right ? null : errorCause(decided, deceivedBy),
      deceivedBy,
      repaired: right ? standing.filter((step) => !next.standing.includes(step)) : [],
    };
  }
}

/**
 * Who let a wrong action happen. An operator who does what only looks right follows what is amiss, whether
 * by hand or by accepting it; automation that does so was passed by the gate all the same.
 */
export function errorCause({ feedback, injected }: Decided, deceivedBy: Amiss | null): ErrorCause {
  if (injected) return 'injected';
  if (feedback === null) return 'policy passed by gate';
  if (feedback.slipped) return 'operator slipped';
  if (deceivedBy) return deceivedBy;
  return feedback.verdict === 'accept' ? 'operator accepted' : 'operator slipped';
}

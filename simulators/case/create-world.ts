import type { Action } from '../../harness/contract/action.ts';
import type { CasePlan } from '../../harness/contract/case-plan.ts';
import type { Catalog } from '../../harness/contract/catalog.ts';
import type { Arrival } from '../../harness/contract/environment.ts';
import type { Truth } from '../../harness/contract/operator.ts';
import type { Streams } from '../../harness/contract/rng.ts';
import type { Session } from '../../harness/contract/session.ts';
import type { CaseEnd, KnowledgeBase, World, WorldCase, WorldRates } from '../../harness/contract/world.ts';
import { openCase } from '../desk/model/desk-state.ts';
import { customerOf, type EffectContext } from './action-effects.ts';
import { isSameValue } from './action-keys.ts';
import { afterAction } from './after-action.ts';
import { type CaseProgress, seemingProgress, trueProgress } from './case-progress.ts';
import { type CaseState, OPEN } from './case-state.ts';
import { caseTruth } from './case-truth.ts';
import { conditionLanes, hexOf, type Lanes, situationOf } from './condition.ts';
import { considerNewMind } from './customer/customer.ts';
import { planIndex } from './plan-index.ts';
import { type RightActions, rightActions } from './right-actions.ts';

/** What worlds are made of: the desk's catalog, what each session is to come to, and who answers. */
export interface WorldSettings {
  readonly catalog: Catalog;
  /** Asked once for each case; the same object for the same session saves work. */
  readonly planOf: (session: Session) => CasePlan | undefined;
  readonly knowledge: KnowledgeBase;
  readonly rates: WorldRates;
}

/**
 * A world in which sessions' cases are worked by their plans. Throws at `begin`: where the session has no plan, or the
 * catalog lacks a procedure that it names.
 */
export function createWorld(settings: WorldSettings): World {
  return {
    begin(session, streams) {
      const plan = settings.planOf(session);
      if (!plan)
        throw new Error(`Session "${session.id}" has no plan, so it cannot be played in closed loop: leave it out.`);
      let start = openState(plan, session, settings.catalog);
      const arrivals = plan.opening.map((text): Arrival => ({ kind: 'message', text }));
      const number = situationOf(conditionLanes(start), 0);
      const draws: EffectContext['draws'] = (role, purpose) => streams(role, number, purpose);
      for (const text of plan.opening)
        start = { ...start, ...considerNewMind(customerOf(start, { ...settings, number, draws }), text) };
      return new Moment(start, { settings, streams }, arrivals, null);
    },
  };
}

function openState(plan: CasePlan, session: Session, catalog: Catalog): CaseState {
  const opened = openCase(session, catalog);
  const { offer, view, fields } = opened;
  return {
    index: planIndex(plan, session, opened),
    offer,
    view,
    marks: plan.steps.map(() => OPEN),
    wrongs: new Map(),
    results: new Map(),
    resultCount: 0,
    fields,
    finals: [],
    stray: [],
    misled: [],
    beliefs: [],
    doubt: null,
    decided: false,
    actionCount: 0,
    ending: null,
  };
}

interface Episode {
  readonly settings: WorldSettings;
  readonly streams: Streams;
}

/** The conditions that a case has been in, newest first. */
interface Visited extends Lanes {
  readonly before: Visited | null;
}

/** One moment of a case. What only some callers ask for is worked out when it is asked for. */
class Moment implements WorldCase {
  readonly arrivals: readonly Arrival[];
  readonly #state: CaseState;
  readonly #episode: Episode;
  readonly #visited: Visited;
  #progress: CaseProgress | null = null;
  #right: RightActions | null = null;
  #truth: Truth | null = null;
  #over: boolean | null = null;

  constructor(state: CaseState, episode: Episode, arrivals: readonly Arrival[], before: Visited | null) {
    this.#state = state;
    this.#episode = episode;
    this.arrivals = arrivals;
    const { a, b } = conditionLanes(state);
    this.#visited = { a, b, before };
  }

  get condition(): string {
    return hexOf(this.#visited);
  }

  get situation(): number {
    const { a, b } = this.#visited;
    let visits = 0;
    for (let earlier = this.#visited.before; earlier; earlier = earlier.before)
      if (earlier.a === a && earlier.b === b) visits += 1;
    return situationOf(this.#visited, visits);
  }

  get over(): boolean {
    this.#over ??= this.#isOver();
    return this.#over;
  }

  get truth(): Truth {
    this.#truth ??= caseTruth(this.#state, this.#rightNow());
    return this.#truth;
  }

  get standing(): readonly number[] {
    const { wrongs, misled, index } = this.#state;
    const standing = new Set<number>();
    for (const { actionIndex, final } of wrongs.values()) if (actionIndex !== null && !final) standing.add(actionIndex);
    const { done } = this.#progressNow();
    // What the customer was told wrongly can be put right by what is still to be told.
    if (index.steps.some(({ stepIndex, tells, required }) => tells && required && !done[stepIndex]))
      for (const { actionIndex } of misled) standing.add(actionIndex);
    return [...standing].sort((a, b) => a - b);
  }

  get end(): CaseEnd {
    const { ending } = this.#state;
    const left = this.#progressNow().finished ? 'resolved' : 'closed-wrongly';
    return caseEnd(this.#state, ending ?? (this.over ? left : 'unfinished'));
  }

  perform(action: Action): WorldCase {
    if (this.over)
      throw new Error(`The case of session "${this.#state.index.plan.session}" is over: nothing more can be done.`);
    const { settings, streams } = this.#episode;
    const number = this.situation;
    const { catalog, knowledge, rates } = settings;
    const around: EffectContext = {
      catalog,
      knowledge,
      rates,
      number,
      draws(role, purpose) {
        return streams(role, number, purpose);
      },
    };
    const effects = afterAction(this.#state, action, this.#progressNow(), around);
    return new Moment(effects.after, this.#episode, effects.arrivals, this.#visited);
  }

  #progressNow(): CaseProgress {
    this.#progress ??= trueProgress(this.#state);
    return this.#progress;
  }

  #rightNow(): RightActions {
    this.#right ??= rightActions(this.#state, this.#state.index, this.#progressNow());
    return this.#right;
  }

  /** Also where no action ends the case and all seems done, or where nothing right can be done any more. */
  #isOver(): boolean {
    const { ending, index } = this.#state;
    if (ending !== null) return true;
    if (!index.plan.endsByAction && seemingProgress(this.#state, index).finished) return true;
    return this.#rightNow().actions.length === 0;
  }
}

/** How a case stands. `how` says what the world makes of it. */
function caseEnd(state: CaseState, how: CaseEnd['how']): CaseEnd {
  const misled = [...new Set(state.misled.map(({ id }) => id))].sort();
  return {
    how,
    goalReached:
      how === 'resolved' &&
      state.stray.length === 0 &&
      misled.length === 0 &&
      sameFields(state, state.index.plan.finalFields),
    fields: state.fields,
    commitments: state.finals.toSorted(),
    misled,
  };
}

function sameFields({ fields, offer }: CaseState, wanted: CaseState['fields']): boolean {
  const ids = Object.keys(fields);
  return ids.length === Object.keys(wanted).length && ids.every((id) => isSameValue(id, fields[id], wanted[id], offer));
}

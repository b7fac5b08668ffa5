/** A world small enough to read: the log's acts in order, with bookings that can be wrong and put right. */
import { type Action, actionKey, sameAction } from '../contract/action.ts';
import type { Arrival } from '../contract/environment.ts';
import type { Truth } from '../contract/operator.ts';
import type { Streams } from '../contract/rng.ts';
import type { Session } from '../contract/session.ts';
import type { CaseEnd, World, WorldCase } from '../contract/world.ts';
import { Hasher } from '../shared/hash.ts';
import { endsCase } from './open-loop.ts';

const GREET: Action = { kind: 'send_text', reply: 'greet', text: 'greet' };

interface Facts {
  /** How many of the log's acts are done. */
  readonly at: number;
  readonly greeted: boolean;
  readonly size: string | null;
  readonly standing: readonly number[];
  readonly misled: readonly string[];
  readonly commitments: readonly string[];
  readonly ended: CaseEnd['how'] | null;
}

type Booking = Extract<Action, { kind: 'submit_form' }>;

function isBooking(action: Action): action is Booking {
  return action.kind === 'submit_form' && action.button === 'book';
}

const START: Facts = {
  at: 0,
  greeted: false,
  size: null,
  standing: [],
  misled: [],
  commitments: [],
  ended: null,
};

class TestCase implements WorldCase {
  readonly arrivals: readonly Arrival[];
  readonly condition: string;
  readonly situation: number;
  readonly #session: Session;
  readonly #streams: Streams;
  readonly #facts: Facts;
  readonly #performed: number;
  readonly #visits: ReadonlyMap<string, number>;

  constructor(
    session: Session,
    streams: Streams,
    facts = START,
    performed = 0,
    before: ReadonlyMap<string, number> = new Map(),
    last: Action | null = null,
  ) {
    this.#session = session;
    this.#streams = streams;
    this.#facts = facts;
    this.#performed = performed;
    const { standing, ...rest } = facts;
    this.condition = new Hasher().text(JSON.stringify({ ...rest, amiss: standing.length > 0 })).digest();
    const visits = (before.get(this.condition) ?? 0) + 1;
    this.#visits = new Map(before).set(this.condition, visits);
    this.situation = new Hasher().text(this.condition).number(visits).a >>> 0;
    this.arrivals = this.#arrivalsAfter(last);
  }

  #arrivalsAfter(last: Action | null): readonly Arrival[] {
    const mood = this.#streams('customer', this.situation, 'mood').next();
    const text = { kind: 'message' as const, text: `mood ${Math.floor(mood * 99)}` };
    if (last?.kind === 'click_control') return [];
    if (last?.kind !== 'submit_form') return mood < 0.5 ? [text] : [];
    return [
      { kind: 'result', result: { form: 'pay', items: [], total: null, status: this.#facts.size ?? 'ok' } },
      text,
    ];
  }

  get over(): boolean {
    return this.#facts.ended !== null || this.#facts.at >= this.#session.steps.length;
  }

  get #target(): Booking | null {
    return this.#session.steps.map(({ action }) => action).findLast(isBooking) ?? null;
  }

  get standing(): readonly number[] {
    return this.#facts.standing;
  }

  get truth(): Truth {
    const { at, greeted, standing } = this.#facts;
    const planned = (this.#session.steps[at] as Session['steps'][number]).action;
    const usual = greeted || sameAction(planned, GREET) || at === 0 ? [planned] : [planned, GREET];
    const target = this.#target;
    if (standing.length === 0 || target === null) return { acceptable: usual };
    const acceptable = endsCase(planned) ? [target] : [...usual, target];
    return { acceptable, apparent: usual, repairs: [target], amiss: 'earlier error' };
  }

  perform(action: Action): WorldCase {
    if (this.over) throw new Error('the case is over.');
    const facts = this.#after(action);
    return new TestCase(this.#session, this.#streams, facts, this.#performed + 1, this.#visits, action);
  }

  #after(action: Action): Facts {
    const before = this.#facts;
    const { at, standing } = before;
    const right = this.truth.acceptable.some((one) => sameAction(one, action));
    const planned = (this.#session.steps[at] as Session['steps'][number]).action;
    // A wrong booking in the place of the planned one counts as done, wrongly.
    const onward = (right && sameAction(planned, action)) || (isBooking(planned) && isBooking(action));
    const facts = {
      ...before,
      at: onward ? at + 1 : at,
      greeted: before.greeted || sameAction(action, GREET),
    };
    if (isBooking(action)) {
      const size = action.values.size ?? null;
      if (right) return { ...facts, size, standing: [] };
      if (this.#target !== null) return { ...facts, size, standing: [...standing, this.#performed] };
      return { ...facts, size, commitments: [...before.commitments, actionKey(action)].sort() };
    }
    if (endsCase(action)) {
      const wrongly = action.kind === 'close' ? 'closed-wrongly' : 'transferred-wrongly';
      return { ...facts, ended: right ? 'resolved' : wrongly };
    }
    if (action.kind === 'send_text' && action.reply === null && !right)
      return { ...facts, misled: [...new Set([...before.misled, actionKey(action)])].sort() };
    return facts;
  }

  get end(): CaseEnd {
    const { size, ended, misled, commitments, at } = this.#facts;
    const how = ended ?? (at >= this.#session.steps.length ? 'resolved' : 'unfinished');
    const sizeRight = size === (this.#target?.values.size ?? null);
    return {
      how,
      goalReached: how === 'resolved' && sizeRight && misled.length === 0 && commitments.length === 0,
      fields: size === null ? {} : { size },
      commitments,
      misled,
    };
  }
}

export const testWorld: World = { begin: (session, streams) => new TestCase(session, streams) };

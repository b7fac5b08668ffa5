import { perText } from '../../../harness/contract/remember.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { answerOf } from './condition.ts';
import type { CandidateFlow } from './flow.ts';
import { hashFeature, mix } from './hash.ts';
import { verbOf } from './kind-facts.ts';
import { wordsOf } from './ngrams.ts';
import type { Offer } from './offer.ts';

/** How many facts a candidate has by its place in the flow. */
export const FLOW_FACTS = 10;
/** How many of them candidates of one kind at one place share. */
const SHARED_FACTS = 6;

const name = (text: string) => hashFeature(`flow ${text}`);
const FACT = {
  follows: name('follows, heard'),
  distance: name('distance'),
  condition: name('condition'),
  outcome: name('condition and outcome'),
  answer: name('condition and answer'),
  place: name('place'),
  overlap: name('follows, words said'),
  verb: name('verb'),
  self: name('itself'),
  after: name('verb after verb'),
  role: name('role'),
} as const;

/** What all candidates of a screen share. */
interface FlowMoment {
  /** Customer messages since the last action: 0, 1, 2 for more. */
  readonly heard: number;
  readonly lastKind: number;
  readonly lastVerb: number;
  readonly outcome: number;
  readonly answer: number;
}

/** The moment that candidates are judged in. */
function flowMoment(screen: Screen): FlowMoment {
  const last = screen.timeline.at(-1);
  const since = screen.messageCount - (last?.messageCount ?? 0);
  const result = screen.results.at(-1);
  return {
    heard: Math.max(0, Math.min(2, since - (last?.kind === 'send_text' ? 1 : 0))),
    lastKind: hashFeature(last?.kind ?? ''),
    lastVerb: verbOf(last?.target ?? ''),
    outcome: result
      ? hashFeature(`${outlines(result.status ?? '')} ${Math.min(2, result.items.length)} ${result.total === 0}`)
      : 0,
    answer: hashFeature(answerOf(screen) ?? ''),
  };
}

/**
 * Writes facts that hold of candidates by their places in the flow, known also for candidates never seen. What
 * candidates of one kind at one place share is worked out once: most of a screen's candidates stand in no chart.
 */
export class FlowFactWriter {
  readonly #offer: Offer;
  readonly #facts: Int32Array;
  readonly #moment: FlowMoment;
  readonly #now: number;
  #kind: number | null = null;
  #flow: CandidateFlow | null = null;
  /** Hashes of what the last kind and place come to; the first six are facts themselves. */
  readonly #shared = new Int32Array(SHARED_FACTS);
  #follows = 0;
  #spoken = 0;
  #acting = 0;
  #self = 0;
  #after = 0;

  constructor(screen: Screen, offer: Offer, facts: Int32Array) {
    this.#offer = offer;
    this.#facts = facts;
    this.#moment = flowMoment(screen);
    this.#now = mix(this.#moment.lastKind, this.#moment.heard);
  }

  /** Writes FLOW_FACTS hashes of the candidate at a place, from `at` on. `overlap`: how many of its words were said. Range: [0, 3]. */
  write(at: number, place: number, flow: CandidateFlow, overlap: number): void {
    const { kind } = this.#offer.kinds[place]!;
    const verb = this.#offer.verbs[place]!;
    if (kind !== this.#kind || flow !== this.#flow) this.#share(kind, flow);
    const facts = this.#facts;
    for (let fact = 0; fact < SHARED_FACTS; fact++) facts[at + fact] = this.#shared[fact]!;
    facts[at + 6] = mix(FACT.overlap, mix(this.#follows, mix(overlap, this.#spoken)));
    facts[at + 7] = mix(FACT.verb, mix(verb, this.#acting));
    facts[at + 8] = mix(FACT.self, mix(this.#offer.targets[place]!, this.#self));
    facts[at + 9] = mix(FACT.after, mix(verb, this.#after));
  }

  #share(kind: number, flow: CandidateFlow): void {
    const { heard, outcome, answer, lastVerb } = this.#moment;
    const [now, shared] = [this.#now, this.#shared];
    const bits = bitsOf(flow);
    const follows = mix(kind, hashFeature(flow.follows));
    const condition = hashFeature(flow.condition ?? '');
    shared[0] = mix(FACT.follows, mix(follows, mix(now, flow.next ? 1 : 0)));
    shared[1] = mix(FACT.distance, mix(kind, mix(flow.distance, mix(bits, heard))));
    shared[2] = mix(FACT.condition, mix(mix(follows, condition), now));
    shared[3] = mix(FACT.outcome, mix(follows, mix(condition, outcome)));
    shared[4] = mix(FACT.answer, mix(follows, mix(condition, mix(answer, heard))));
    shared[5] = mix(FACT.place, mix(kind, mix(bits, mix(flow.beyond, Math.round(flow.prepared * 2)))));
    this.#follows = follows;
    this.#spoken = mix(bits, heard);
    this.#acting = mix(follows, mix(now, bits));
    this.#self = mix(bits, mix(flow.distance, now));
    this.#after = mix(lastVerb, mix(heard, follows));
    this.#kind = kind;
    this.#flow = flow;
  }
}

/** What a candidate that does such a thing is in its flow, whatever its name: an identity for candidates that no example showed. */
export function flowRole(verb: number, flow: CandidateFlow): number {
  const place = mix(hashFeature(flow.follows), hashFeature(flow.condition ?? ''));
  return mix(mix(FACT.role, verb), mix(place, bitsOf(flow)));
}

function bitsOf(flow: CandidateFlow): number {
  return (flow.next ? 1 : 0) + (flow.done ? 2 : 0) + (flow.listed ? 4 : 0) + (flow.charted ? 8 : 0);
}

/** The first words of a status. */
const outlines = perText((status) => wordsOf(status).slice(0, 12).join(' '));

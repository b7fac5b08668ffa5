import type { Screen } from '../../../harness/contract/screen.ts';
import type { Candidate } from './candidates.ts';
import { type CandidateFlow, candidateFlow } from './flow.ts';
import type { FlowCharts } from './flow-chart.ts';
import { FLOW_FACTS, FlowFactWriter, flowRole } from './flow-facts.ts';
import { orderFact } from './kind-facts.ts';
import type { Named } from './named.ts';
import { ngramsOf } from './ngrams.ts';
import { type Offer, offerOf, unnamedIn } from './offer.ts';

const PLAIN_FACTS = 6;
/** How many features a candidate has of its own. */
export const CANDIDATE_FEATURES = PLAIN_FACTS + FLOW_FACTS;

/** What tells the candidates of one screen apart, all lists in the order of the candidates. Screens share lists that are equal. */
export interface CandidateFeatures {
  /** Identity, to be crossed with the context. Range: signed 32-bit. */
  readonly identities: Int32Array;
  /** Shape: [candidates × CANDIDATE_FEATURES]. What holds of it here, whatever it is: also for one never seen. */
  readonly own: Int32Array;
  /** Shape: [candidates × LABEL_WORDS]. Hashes of its label's words; 0 is none. */
  readonly words: Int32Array;
}

/** What else is known, the screen aside. */
export interface CandidateKnowledge {
  readonly charts?: FlowCharts | undefined;
  /** Whether a candidate keeps its identity; the others go by their place in the flow. Absent: all keep it. */
  readonly named?: Named | undefined;
}

/** How often each candidate was done, and how many of its words were just said. Used again from screen to screen. */
let done = new Uint8Array(64);
let said = new Uint8Array(64);

/** Features of each candidate on its screen. */
export function candidateFeatures(
  screen: Screen,
  offered: readonly Candidate[],
  { charts, named }: CandidateKnowledge = {},
): CandidateFeatures {
  const offer = offerOf(offered);
  const flows = candidateFlow(screen, offered, charts);
  return {
    identities: named ? identitiesOf(offered, offer, flows, named) : offer.targets,
    own: ownFeatures(screen, offer, flows),
    words: offer.words,
  };
}

function identitiesOf(offered: readonly Candidate[], offer: Offer, flows: readonly CandidateFlow[], named: Named) {
  const unnamed = unnamedIn(named, offered);
  if (unnamed.length === 0) return offer.targets;
  const identities = offer.targets.slice();
  for (const place of unnamed) identities[place] = flowRole(offer.verbs[place]!, flows[place]!);
  return identities;
}

function ownFeatures(screen: Screen, offer: Offer, flows: readonly CandidateFlow[]): Int32Array {
  const size = flows.length;
  const own = new Int32Array(size * CANDIDATE_FEATURES);
  countDone(screen, offer, size);
  countSaid(screen, offer, size);
  const justDone = offer.placesOf.get(screen.timeline.at(-1)?.target ?? '') ?? [];
  const last = justDone[0] ?? -1;
  const writer = new FlowFactWriter(screen, offer, own);
  for (let place = 0; place < size; place++) {
    const kind = offer.kinds[place]!;
    const overlap = said[place]!;
    const at = place * CANDIDATE_FEATURES;
    own[at] = kind.itself;
    own[at + 1] = kind.done[Math.min(3, done[place]!)]!;
    own[at + 2] = kind.justDone[0]!;
    own[at + 3] = kind.overlap[Math.min(4, overlap)]!;
    own[at + 4] = last < 0 ? kind.unordered : orderFact(kind, place - last);
    own[at + 5] = kind.selected[0]!;
    writer.write(at + PLAIN_FACTS, place, flows[place]!, Math.min(3, overlap));
  }
  for (const place of justDone) own[place * CANDIDATE_FEATURES + 2] = offer.kinds[place]!.justDone[1]!;
  for (const place of offer.results)
    own[place * CANDIDATE_FEATURES + 5] = offer.kinds[place]!.selected[resultState(screen, offer.ids[place]!)]!;
  return own;
}

/** Only what was done is looked up, not all that is offered. */
function countDone({ timeline }: Screen, { placesOf }: Offer, size: number): void {
  if (done.length < size) done = new Uint8Array(2 * size);
  done.fill(0, 0, size);
  for (const { target } of timeline) for (const place of placesOf.get(target) ?? []) done[place]!++;
}

/** Counts the words that the customer wrote since the desk last wrote; here, too, only those that a label has. */
function countSaid({ messages }: Screen, { placesSaying }: Offer, size: number): void {
  if (said.length < size) said = new Uint8Array(2 * size);
  said.fill(0, 0, size);
  const heard = new Set<number>();
  for (let at = messages.length - 1; at >= 0 && messages[at]!.author === 'customer'; at--)
    for (const word of ngramsOf(messages[at]!.text).words) heard.add(word);
  for (const word of heard) for (const place of placesSaying.get(word) ?? []) if (said[place]! < 255) said[place]!++;
}

/** 1 for the newest result, 2 for an older one; 3 and 4 where it is selected already. */
function resultState({ results }: Screen, control: string): number {
  const at = results.findIndex((result) => result.control === control);
  return (at === results.length - 1 ? 1 : 2) + (results[at]?.selected ? 2 : 0);
}

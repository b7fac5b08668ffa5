import type { Screen } from '../../../harness/contract/screen.ts';
import { candidateNames } from './candidate-names.ts';
import type { Candidate } from './candidates.ts';
import { answerOf } from './condition.ts';
import type { CandidateFlow } from './flow.ts';
import { hashFeature, mix } from './hash.ts';
import { wordsOf } from './ngrams.ts';
import { verbOf } from './verb.ts';

/** How many facts `flowFacts` gives. */
export const FLOW_FACTS = 10;

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
export interface FlowMoment {
  /** Customer messages since the last action: 0, 1, 2 for more. */
  readonly heard: number;
  readonly lastKind: number;
  readonly lastVerb: number;
  readonly outcome: number;
  readonly answer: number;
}

/** The moment that candidates are judged in. */
export function flowMoment(screen: Screen): FlowMoment {
  const last = screen.timeline.at(-1);
  const since = screen.messageCount - (last?.messageCount ?? 0);
  const result = screen.results.at(-1);
  return {
    heard: Math.max(0, Math.min(2, since - (last?.kind === 'send_text' ? 1 : 0))),
    lastKind: hashFeature(last?.kind ?? ''),
    lastVerb: verbOf(last?.target ?? ''),
    outcome: result
      ? hashFeature(`${outline(result.status)} ${Math.min(2, result.items.length)} ${result.total === 0}`)
      : 0,
    answer: hashFeature(answerOf(screen) ?? ''),
  };
}

/** Facts that hold of a candidate by its place in the flow, known for candidates never seen. Writes FLOW_FACTS hashes from `at` on. */
export function writeFlowFacts(
  facts: Int32Array,
  at: number,
  candidate: Candidate,
  flow: CandidateFlow,
  moment: FlowMoment,
  overlap: number,
): void {
  const { kind, target, verb } = candidateNames(candidate);
  const bits = bitsOf(flow);
  const follows = mix(kind, hashFeature(flow.follows));
  const condition = hashFeature(flow.condition ?? '');
  const now = mix(moment.lastKind, moment.heard);
  facts[at] = mix(FACT.follows, mix(follows, mix(now, flow.next ? 1 : 0)));
  facts[at + 1] = mix(FACT.distance, mix(kind, mix(flow.distance, mix(bits, moment.heard))));
  facts[at + 2] = mix(FACT.condition, mix(mix(follows, condition), now));
  facts[at + 3] = mix(FACT.outcome, mix(follows, mix(condition, moment.outcome)));
  facts[at + 4] = mix(FACT.answer, mix(follows, mix(condition, mix(moment.answer, moment.heard))));
  facts[at + 5] = mix(FACT.place, mix(kind, mix(bits, mix(flow.beyond, Math.round(flow.prepared * 2)))));
  facts[at + 6] = mix(FACT.overlap, mix(follows, mix(overlap, mix(bits, moment.heard))));
  facts[at + 7] = mix(FACT.verb, mix(verb, mix(follows, mix(now, bits))));
  facts[at + 8] = mix(FACT.self, mix(target, mix(bits, mix(flow.distance, now))));
  facts[at + 9] = mix(FACT.after, mix(verb, mix(moment.lastVerb, mix(moment.heard, follows))));
}

/** What a candidate is in its flow, whatever its name: an identity for candidates that no example showed. */
export function flowRole(candidate: Candidate, flow: CandidateFlow): number {
  const place = mix(hashFeature(flow.follows), hashFeature(flow.condition ?? ''));
  return mix(mix(FACT.role, candidateNames(candidate).verb), mix(place, bitsOf(flow)));
}

function bitsOf(flow: CandidateFlow): number {
  return (flow.next ? 1 : 0) + (flow.done ? 2 : 0) + (flow.listed ? 4 : 0) + (flow.charted ? 8 : 0);
}

function outline(status: string | null): string {
  return wordsOf(status ?? '')
    .slice(0, 12)
    .join(' ');
}

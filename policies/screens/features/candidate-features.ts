import type { Screen } from '../../../harness/contract/screen.ts';
import { candidateNames } from './candidate-names.ts';
import type { Candidate } from './candidates.ts';
import { candidateFlow } from './flow.ts';
import type { FlowCharts } from './flow-chart.ts';
import { FLOW_FACTS, flowMoment, flowRole, writeFlowFacts } from './flow-facts.ts';
import { hashFeature, mix } from './hash.ts';
import { ngramsOf } from './ngrams.ts';

const PLAIN_FACTS = 6;
/** How many features a candidate has of its own. */
export const CANDIDATE_FEATURES = PLAIN_FACTS + FLOW_FACTS;
/** How many words of a candidate's label count; longer labels lose their end. */
export const LABEL_WORDS = 16;

/** What tells the candidates of one screen apart, all lists in the order of the candidates. */
export interface CandidateFeatures {
  /** Identity, to be crossed with the context. Range: signed 32-bit. */
  readonly identities: Int32Array;
  /** Shape: [candidates × CANDIDATE_FEATURES]. What holds of it here, whatever it is: also for one never seen. */
  readonly own: Int32Array;
  /** Shape: [candidates × LABEL_WORDS]. Hashes of its label's words; 0 is none. */
  readonly words: Int32Array;
}

const fact = (name: string) => hashFeature(`own ${name}`);
const OWN = {
  kind: fact('kind'),
  done: fact('done'),
  justDone: fact('just done'),
  overlap: fact('overlap'),
  order: fact('order'),
  selected: fact('selected'),
} as const;

/** What else is known, the screen aside. */
export interface CandidateKnowledge {
  readonly charts?: FlowCharts | undefined;
  /** Whether a candidate keeps its identity; the others go by their place in the flow. Absent: all keep it. */
  readonly named?: ((target: string) => boolean) | undefined;
}

/** Features of each candidate on its screen. */
export function candidateFeatures(
  screen: Screen,
  offered: readonly Candidate[],
  { charts, named }: CandidateKnowledge = {},
): CandidateFeatures {
  const flows = candidateFlow(screen, offered, charts);
  const moment = flowMoment(screen);
  const identities = new Int32Array(offered.length);
  const own = new Int32Array(offered.length * CANDIDATE_FEATURES);
  const words = new Int32Array(offered.length * LABEL_WORDS);
  const heard = wordsOfTurn(screen);
  const lastTarget = screen.timeline.at(-1)?.target;
  const lastPlace = offered.findIndex((candidate) => candidate.target === lastTarget);
  const done = new Map<string, number>();
  for (const { target } of screen.timeline) done.set(target, (done.get(target) ?? 0) + 1);
  for (let index = 0; index < offered.length; index++) {
    const candidate = offered[index]!;
    const { kind, target, words: label } = candidateNames(candidate);
    const flow = flows[index]!;
    identities[index] = !named || named(candidate.target) ? target : flowRole(candidate, flow);
    let overlap = 0;
    if (heard.size > 0) for (const word of label) if (heard.has(word)) overlap++;
    const selected = candidate.control.kind === 'result' ? resultState(screen, candidate) : 0;
    const order = lastPlace < 0 ? 99 : Math.max(-4, Math.min(4, index - lastPlace));
    const at = index * CANDIDATE_FEATURES;
    own[at] = mix(mix(OWN.kind, kind), 0);
    own[at + 1] = mix(mix(OWN.done, kind), Math.min(3, done.get(candidate.target) ?? 0));
    own[at + 2] = mix(mix(OWN.justDone, kind), candidate.target === lastTarget ? 1 : 0);
    own[at + 3] = mix(mix(OWN.overlap, kind), Math.min(4, overlap));
    own[at + 4] = mix(mix(OWN.order, kind), order);
    own[at + 5] = mix(mix(OWN.selected, kind), selected);
    writeFlowFacts(own, at + PLAIN_FACTS, candidate, flow, moment, Math.min(3, overlap));
    for (let word = 0; word < Math.min(LABEL_WORDS, label.length); word++)
      words[index * LABEL_WORDS + word] = label[word]!;
  }
  return { identities, own, words };
}

/** 1 for the newest result, 2 for an older one; 3 and 4 where it is selected already. */
function resultState(screen: Screen, candidate: Candidate): number {
  const at = screen.results.findIndex((result) => result.control === candidate.control.id);
  return (at === screen.results.length - 1 ? 1 : 2) + (screen.results[at]?.selected ? 2 : 0);
}

/** Words that the customer wrote since the desk last wrote. */
function wordsOfTurn(screen: Screen): Set<number> {
  const words = new Set<number>();
  for (const message of screen.messages.toReversed()) {
    if (message.author !== 'customer') break;
    for (const word of ngramsOf(message.text).words) words.add(word);
  }
  return words;
}

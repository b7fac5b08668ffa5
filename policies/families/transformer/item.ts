import type { Screen } from '../../../harness/contract/screen.ts';
import { CANDIDATE_FEATURES, candidateFeatures } from '../../screens/features/candidate-features.ts';
import { type Candidate, candidates } from '../../screens/features/candidates.ts';
import type { FlowCharts } from '../../screens/features/flow-chart.ts';
import { candidateState } from './candidate-state.ts';
import type { Lexicon } from './lexicon.ts';
import type { Sequence } from './sequence.ts';
import { serialiseCandidate, serialiseScreen } from './serialise.ts';
import type { Lengths } from './settings.ts';

/** Facts of each candidate. */
export const FACTS = CANDIDATE_FEATURES;

/** A candidate's text, the same for all candidates that read the same. */
export interface CandidateText {
  /** Equal for equal texts of the same action. */
  readonly key: string;
  readonly sequence: Sequence;
  /** Row of the action's own embedding. */
  readonly action: number;
}

/** A screen as the network reads it: its tokens, what it offers, and what holds of each candidate. */
export interface Item {
  readonly sequence: Sequence;
  readonly texts: readonly CandidateText[];
  /** Shape: [candidates × FACTS]. Range: signed 32-bit. */
  readonly facts: Int32Array;
  /** Shape: [candidates × FEATURES]. */
  readonly features: Float32Array;
}

/** Makes a screen's item. */
export type ItemMaker = (screen: Screen, offered?: readonly Candidate[]) => Item;

/** Makes items; texts that occur again are made once. */
export function itemMaker(lexicon: Lexicon, lengths: Lengths, charts?: FlowCharts): ItemMaker {
  const known = new Map<string, CandidateText>();
  const textOf = (candidate: Candidate): CandidateText => {
    const key = JSON.stringify([candidate.target, candidate.label]);
    let text = known.get(key);
    if (!text) {
      const sequence = serialiseCandidate(candidate, lexicon, lengths.candidate);
      text = { key, sequence, action: lexicon.row(candidate.target) };
      if (known.size > 20_000) known.clear();
      known.set(key, text);
    }
    return text;
  };
  return (screen, offered = candidates(screen)) => ({
    sequence: serialiseScreen(screen, lexicon, lengths.screen),
    texts: offered.map(textOf),
    facts: candidateFeatures(screen, offered, { charts }).own,
    features: candidateState(screen, offered, charts),
  });
}

import type { Screen } from '../../../harness/contract/screen.ts';
import type { RankingItem } from '../../networks/ranker/item.ts';
import { CANDIDATE_FEATURES } from '../../screens/features/candidate-features.ts';
import { type Candidate, candidates } from '../../screens/features/candidates.ts';
import type { FeatureFilter } from '../../screens/features/feature-filter.ts';
import { actionItem } from '../ngram/examples.ts';
import { type Knowledge, PROCEDURE } from '../ngram/knowledge.ts';
import { candidateState } from '../transformer/candidate-state.ts';
import { identityOf, wordsOfTarget } from '../transformer/words.ts';
import { type Segment, segmentsOf } from './segments.ts';

/** A screen as the network reads it, before its texts are turned into vectors. */
export interface EncoderItem {
  readonly segments: readonly Segment[];
  /** Texts of the candidates. */
  readonly texts: readonly string[];
  /** Rows of the embeddings of actions known by heart: of each segment, of each candidate; 0 for others. */
  readonly segmentActions: readonly number[];
  readonly candidateActions: readonly number[];
  /** Shape: [candidates × FEATURES]. */
  readonly state: Float32Array;
  /** The screen as the n-gram policy reads it: the facts of each candidate always count, the rest where n-grams are read. */
  readonly ngrams: RankingItem;
}

/** An item with the place of the right candidate. */
export interface EncoderExample extends EncoderItem {
  readonly right: number;
}

export const FACTS = CANDIDATE_FEATURES;

/** What items are made with, beside screens. */
export interface EncoderKnowledge extends Knowledge {
  /** N-gram features that count; null: none are read. */
  readonly filter: FeatureFilter | null;
}

export type ItemMaker = (screen: Screen, offered?: readonly Candidate[]) => EncoderItem;

/** Makes items. */
export function itemMaker({ charts, seen, filter }: EncoderKnowledge): ItemMaker {
  const rows = new Map(actionsKnown(seen).map((action, at) => [action, at + 1]));
  const rowOf = (target: string | null) => (target === null ? 0 : (rows.get(identityOf(target)) ?? 0));
  const known = { charts, named: (name: string) => seen.has(name), ...(filter && { kept: filter }) };
  return (screen, offered = candidates(screen)) => {
    const segments = segmentsOf(screen);
    const ngrams = actionItem(screen, offered, known);
    return {
      segments,
      texts: offered.map(textOf),
      segmentActions: segments.map(({ target }) => rowOf(target)),
      candidateActions: offered.map(({ target }) => rowOf(target)),
      state: candidateState(screen, offered, charts),
      ngrams,
    };
  };
}

/** Actions that have an embedding of their own, in the order of its rows from 1 on. */
export function actionsKnown(seen: Knowledge['seen']): string[] {
  const targets = [...seen].filter((name) => !name.startsWith(PROCEDURE));
  return [...new Set(targets.map(identityOf))].sort();
}

/** A candidate as one text: what its id says, and its label. */
export function textOf({ target, label }: Candidate): string {
  return `${wordsOfTarget(target)}: ${label}`;
}

/** All texts of items, each once. */
export function textsIn(items: readonly EncoderItem[]): string[] {
  const texts = new Set<string>();
  for (const item of items) {
    for (const { text } of item.segments) if (text !== '') texts.add(text);
    for (const text of item.texts) if (text !== '') texts.add(text);
  }
  return [...texts];
}

import type { Screen } from '../../../harness/contract/screen.ts';
import { CANDIDATE_FEATURES, candidateFeatures } from '../../screens/features/candidate-features.ts';
import { type Candidate, candidates } from '../../screens/features/candidates.ts';
import { contextFeatures } from '../../screens/features/context.ts';
import type { FeatureFilter } from '../../screens/features/feature-filter.ts';
import type { Features } from '../../screens/features/feature-set.ts';
import type { FlowCharts } from '../../screens/features/flow-chart.ts';
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
  /** Shape: [candidates × CANDIDATE_FEATURES]. Range: signed 32-bit. */
  readonly facts: Int32Array;
  /** Shape: [candidates × FEATURES]. */
  readonly state: Float32Array;
  /** N-gram features of the screen, and what they are crossed with. Range: signed 32-bit. */
  readonly context: Features;
  readonly identities: Int32Array;
}

/** An item with the place of the right candidate. */
export interface EncoderExample extends EncoderItem {
  readonly right: number;
}

export const FACTS = CANDIDATE_FEATURES;

/** What items are made with, beside screens. */
export interface ItemKnowledge {
  readonly charts: FlowCharts;
  /** Actions known by heart, sorted. */
  readonly actions: readonly string[];
  /** N-gram features that count; absent: all. */
  readonly kept?: FeatureFilter | undefined;
}

export type ItemMaker = (screen: Screen, offered?: readonly Candidate[]) => EncoderItem;

/** Makes items. */
export function itemMaker({ charts, actions, kept }: ItemKnowledge): ItemMaker {
  const rows = new Map(actions.map((action, at) => [action, at + 1]));
  const rowOf = (target: string | null) => (target === null ? 0 : (rows.get(identityOf(target)) ?? 0));
  return (screen, offered = candidates(screen)) => {
    const segments = segmentsOf(screen);
    const features = candidateFeatures(screen, offered, { charts });
    const context = contextFeatures(screen);
    return {
      segments,
      texts: offered.map(textOf),
      segmentActions: segments.map(({ target }) => rowOf(target)),
      candidateActions: offered.map(({ target }) => rowOf(target)),
      facts: features.own,
      state: candidateState(screen, offered, charts),
      context: kept ? kept.keep(context) : context,
      identities: features.identities,
    };
  };
}

/** A candidate as one text: what its id says, and its label. */
function textOf({ target, label }: Candidate): string {
  return `${wordsOfTarget(target)}: ${label}`;
}

/** All texts of items, each once. */
export function textsIn(items: readonly EncoderItem[]): string[] {
  const texts = new Set<string>();
  for (const item of items) {
    for (const { text } of item.segments) if (text !== '') texts.add(text);
    for (const text of item.texts) texts.add(text);
  }
  return [...texts];
}

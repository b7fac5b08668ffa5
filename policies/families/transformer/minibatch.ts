import { float32, int32, type TensorData, type Tensors } from '../../networks/onnx/tensor.ts';
import { FEATURES } from './candidate-state.ts';
import { type CandidateText, FACTS, type Item } from './item.ts';
import { SPECIAL } from './lexicon.ts';
import { packSequences, packState, packTexts, roundUp } from './pack.ts';
import type { Sequence } from './sequence.ts';
import type { TransformerSettings } from './settings.ts';

/** A screen with the place of the right candidate. */
export interface TrainingItem extends Item {
  readonly right: number;
  /** Equal for screens that offer about the same: they share a minibatch. */
  readonly group: string;
}

/** Candidates that a training step considers at most: of longer lists the right one and some others. */
const MOST_CANDIDATES = 32;

/** Minibatches are filled up to multiples of these: the runtime plans anew for each shape that it has not met. */
const STEPS = { tokens: 32, candidates: 16, letters: 8, texts: 32 } as const;

/** The feeds of one training step. What is left out of it is drawn from `random`; null: nothing is, nor is smoothed. */
export function minibatch(
  whole: readonly TrainingItem[],
  settings: TransformerSettings,
  firstAction: number,
  random: (() => number) | null,
): Tensors {
  const { layers, width } = settings.size;
  const items = random ? whole.map((item) => narrowed(item, random)) : whole;
  const rows = items.length;
  const tokens = roundUp(Math.max(...items.map(({ sequence }) => sequence.tokens.length)), STEPS.tokens);
  const candidates = roundUp(Math.max(...items.map(({ texts }) => texts.length)), STEPS.candidates);
  const { texts, offered } = gather(items, candidates);
  const letters = roundUp(Math.max(...texts.map(({ sequence }) => sequence.tokens.length)), STEPS.letters);
  const count = roundUp(texts.length, STEPS.texts);
  const sequences = items.map(({ sequence }) => (random ? thin(sequence, settings, firstAction, random) : sequence));
  const named = random
    ? texts.map((text) => (random() < settings.identityDropout ? { ...text, action: 0 } : text))
    : texts;
  const dropout = random ? settings.dropout : 0;
  return {
    ...packSequences('screen', sequences, rows, tokens),
    ...packTexts(named, count, letters),
    ...packState(items, rows, candidates, settings.factBits),
    ...keeps('screen', rows, 2 * layers, width, dropout, random),
    ...keeps('candidate', count, 2 * layers, width, dropout, random),
    offered: int32([rows, candidates], offered),
    ...targets(items, candidates, random ? settings.smoothing : 0),
  };
}

/** An item with some of its candidates, the right one among them. */
function narrowed(item: TrainingItem, random: () => number): TrainingItem {
  const { length } = item.texts;
  if (length <= MOST_CANDIDATES) return item;
  const others = Array.from({ length }, (_, at) => ({ at, key: at === item.right ? -1 : random() }));
  const kept = others
    .sort((a, b) => a.key - b.key)
    .slice(0, MOST_CANDIDATES)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  return {
    ...item,
    texts: kept.map((at) => item.texts[at]!),
    facts: rowsOf(item.facts, kept, FACTS),
    features: rowsOf(item.features, kept, FEATURES),
    right: kept.indexOf(item.right),
  };
}

function rowsOf<T extends Int32Array | Float32Array>(data: T, rows: readonly number[], width: number): T {
  const picked = data.slice(0, rows.length * width) as T;
  for (const [place, row] of rows.entries()) picked.set(data.subarray(row * width, (row + 1) * width), place * width);
  return picked;
}

/** Each text of a minibatch once, and where each candidate's stands. */
function gather(items: readonly Item[], candidates: number): { texts: CandidateText[]; offered: Int32Array } {
  const places = new Map<string, number>();
  const texts: CandidateText[] = [];
  const offered = new Int32Array(items.length * candidates);
  for (const [row, item] of items.entries())
    for (const [at, text] of item.texts.entries()) {
      let place = places.get(text.key);
      if (place === undefined) {
        place = texts.push(text) - 1;
        places.set(text.key, place);
      }
      offered[row * candidates + at] = place;
    }
  return { texts, offered };
}

/** Hides some words, and what actions were by name: their words then have to do. */
function thin(
  sequence: Sequence,
  { wordDropout, identityDropout }: TransformerSettings,
  firstAction: number,
  random: () => number,
): Sequence {
  const tokens = sequence.tokens.map((token) => {
    if (token >= firstAction) return random() < identityDropout ? SPECIAL.unknownAction : token;
    return token > SPECIAL.unknownAction && random() < wordDropout ? SPECIAL.hidden : token;
  });
  return { ...sequence, tokens };
}

/** Masks of channels: 0 where left out, else raised so that the expected sum stays. */
function keeps(
  prefix: string,
  rows: number,
  branches: number,
  width: number,
  share: number,
  random: (() => number) | null,
): Record<string, TensorData> {
  const one = (): TensorData => {
    const data = new Float32Array(rows * width);
    for (let i = 0; i < data.length; i++) data[i] = random && random() < share ? 0 : 1 / (1 - share);
    return float32([rows, 1, width], data);
  };
  return Object.fromEntries(Array.from({ length: branches }, (_, branch) => [`${prefix}_keep${branch}`, one()]));
}

function targets(items: readonly TrainingItem[], candidates: number, smoothing: number): Tensors {
  const rows = items.length;
  const target = new Float32Array(rows * candidates);
  const mask = new Float32Array(rows * candidates);
  for (const [row, item] of items.entries()) {
    const start = row * candidates;
    const end = start + item.texts.length;
    mask.fill(1, start, end);
    target.fill(smoothing / item.texts.length, start, end);
    target[start + item.right]! += 1 - smoothing;
  }
  return {
    target: float32([rows, candidates], target),
    mask: float32([rows, candidates], mask),
    weight: float32([rows], new Float32Array(rows).fill(1 / rows)),
  };
}

/**
 * A number by which screens of about one length stand together, and among them those that offer the same candidates: little is
 * filled up, and a candidate's text is encoded once for the many screens of a minibatch.
 */
export function placeOf(items: readonly TrainingItem[]): (item: TrainingItem) => number {
  const groups = [...new Set(items.map(({ group }) => group))].sort();
  const places = new Map(groups.map((group, at) => [group, at]));
  return ({ group, sequence }) => Math.ceil(sequence.tokens.length / STEPS.tokens) * groups.length + places.get(group)!;
}

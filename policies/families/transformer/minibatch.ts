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

/** The shape of a minibatch. */
interface Frame {
  readonly rows: number;
  readonly tokens: number;
  readonly candidates: number;
  readonly letters: number;
  readonly texts: number;
}

/** The feeds of one training step. What is left out of it is drawn from `random`; null: nothing is, nor is smoothed. */
export function minibatch(
  whole: readonly TrainingItem[],
  settings: TransformerSettings,
  firstAction: number,
  random: (() => number) | null,
  beside: readonly (readonly TrainingItem[])[] = [],
): Tensors {
  const items = random ? whole.map((item) => narrowed(item, random)) : whole;
  const frame = frameOf(beside.length > 0 ? beside : [items], random ? MOST_CANDIDATES : Number.POSITIVE_INFINITY);
  return feeds(items, settings, firstAction, random, frame);
}

/** The same with all that screens offer, however much that is. */
export function wholeMinibatch(
  items: readonly TrainingItem[],
  settings: TransformerSettings,
  firstAction: number,
  random: (() => number) | null,
  beside: readonly (readonly TrainingItem[])[] = [items],
): Tensors {
  return feeds(items, settings, firstAction, random, frameOf(beside, Number.POSITIVE_INFINITY));
}

function feeds(
  items: readonly TrainingItem[],
  settings: TransformerSettings,
  firstAction: number,
  random: (() => number) | null,
  frame: Frame,
): Tensors {
  const { layers, width } = settings.size;
  const { rows, tokens, candidates } = frame;
  const { texts, offered } = gather(items, rows, candidates);
  const sequences = items.map(({ sequence }) => (random ? thin(sequence, settings, firstAction, random) : sequence));
  const named = random
    ? texts.map((text) => (random() < settings.identityDropout ? { ...text, action: 0 } : text))
    : texts;
  const dropout = random ? settings.dropout : 0;
  const kept = { branches: 2 * layers, width, share: dropout, random };
  return {
    ...packSequences('screen', sequences, rows, tokens),
    ...packTexts(named, frame.texts, frame.letters),
    ...packState(items, rows, candidates, settings.factBits),
    ...keeps('screen', items.length, rows, kept),
    ...keeps('candidate', texts.length, frame.texts, kept),
    offered: int32([rows, candidates], offered),
    ...targets(items, rows, candidates, random ? settings.smoothing : 0),
  };
}

/** The shape that holds each of these minibatches, of whose candidates at most so many are considered. */
function frameOf(batches: readonly (readonly TrainingItem[])[], mostCandidates: number): Frame {
  const items = batches.flat();
  const most = (all: readonly number[], step: number) => roundUp(Math.max(...all), step);
  const texts = batches.map((batch) => new Map(batch.flatMap((item) => item.texts.map((text) => [text.key, text]))));
  const letters = texts.flatMap((all) => [...all.values()].map(({ sequence }) => sequence.tokens.length));
  return {
    rows: Math.max(...batches.map(({ length }) => length)),
    tokens: most(
      items.map(({ sequence }) => sequence.tokens.length),
      STEPS.tokens,
    ),
    candidates: most(
      items.map((item) => Math.min(mostCandidates, item.texts.length)),
      STEPS.candidates,
    ),
    letters: most(letters, STEPS.letters),
    texts: most(
      texts.map(({ size }) => size),
      STEPS.texts,
    ),
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
function gather(
  items: readonly Item[],
  rows: number,
  candidates: number,
): { texts: CandidateText[]; offered: Int32Array } {
  const places = new Map<string, number>();
  const texts: CandidateText[] = [];
  const offered = new Int32Array(rows * candidates);
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

interface Kept {
  readonly branches: number;
  readonly width: number;
  readonly share: number;
  readonly random: (() => number) | null;
}

/** Masks of channels: 0 where left out, else raised so that the expected sum stays. What a row is filled up with draws nothing. */
function keeps(
  prefix: string,
  real: number,
  rows: number,
  { branches, width, share, random }: Kept,
): Record<string, TensorData> {
  const one = (): TensorData => {
    const data = new Float32Array(rows * width);
    for (let i = 0; i < real * width; i++) data[i] = random && random() < share ? 0 : 1 / (1 - share);
    return float32([rows, 1, width], data);
  };
  return Object.fromEntries(Array.from({ length: branches }, (_, branch) => [`${prefix}_keep${branch}`, one()]));
}

function targets(items: readonly TrainingItem[], rows: number, candidates: number, smoothing: number): Tensors {
  const target = new Float32Array(rows * candidates);
  const mask = new Float32Array(rows * candidates);
  const weight = new Float32Array(rows).fill(1 / items.length, 0, items.length);
  for (const [row, item] of items.entries()) {
    const start = row * candidates;
    const end = start + item.texts.length;
    mask.fill(1, start, end);
    target.fill(smoothing / item.texts.length, start, end);
    target[start + item.right]! += 1 - smoothing;
  }
  // A row that offers nothing has no probabilities: its first candidate stands.
  for (let row = items.length; row < rows; row++) mask[row * candidates] = 1;
  return {
    target: float32([rows, candidates], target),
    mask: float32([rows, candidates], mask),
    weight: float32([rows], weight),
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

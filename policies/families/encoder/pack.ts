import { float32, floats, int32, type Tensors } from '../../networks/onnx/tensor.ts';
import { packLabels } from '../../networks/ranker/pack.ts';
import { FEATURES } from '../transformer/candidate-state.ts';
import { roundUp } from '../transformer/pack.ts';
import { type EncoderExample, type EncoderItem, FACTS } from './item.ts';
import type { EncoderNetworkShape } from './network.ts';
import { MARKS, MOST_SEGMENTS, marksOf } from './segments.ts';
import type { EncoderSettings } from './settings.ts';
import type { VectorOf } from './text-vectors.ts';

/** The padded shape that screens are computed in. A function of the screen alone. */
export interface Bucket {
  readonly candidates: number;
  readonly features: number;
}

const CANDIDATE_STEP = 8;
const FEATURE_STEP = 128;

export function bucketOf({ texts, ngrams }: EncoderItem, { wideBits }: EncoderNetworkShape): Bucket {
  return {
    candidates: roundUp(texts.length, CANDIDATE_STEP),
    features: wideBits === 0 ? 0 : roundUp(ngrams.context.ids.length, FEATURE_STEP),
  };
}

/** Feeds of the network for some screens, filled up to `rows` × bucket; the texts themselves are apart. */
export function packItems(
  items: readonly EncoderItem[],
  rows: number,
  bucket: Bucket,
  shape: EncoderNetworkShape,
): Tensors {
  return {
    ...packSegments(items, rows),
    ...packCandidates(items, rows, bucket.candidates, shape),
    ...(shape.wideBits > 0 && packContext(items, rows, bucket, shape.wideBits)),
  };
}

/** Calls back with each text that is read and its cell, for segments and for candidates. */
export function eachText(
  items: readonly EncoderItem[],
  { candidates }: Bucket,
  found: (text: string, of: 'segments' | 'candidates', cell: number) => void,
): void {
  for (const [row, { segments, texts }] of items.entries()) {
    for (const [at, { text }] of segments.entries()) if (text !== '') found(text, 'segments', row * MOST_SEGMENTS + at);
    for (const [at, text] of texts.entries()) if (text !== '') found(text, 'candidates', row * candidates + at);
  }
}

/** The vectors of all texts as feeds, filled up with zeros. */
export function packVectors(
  items: readonly EncoderItem[],
  rows: number,
  bucket: Bucket,
  width: number,
  vectorOf: VectorOf,
): Tensors {
  const vectors = {
    segments: new Float32Array(rows * MOST_SEGMENTS * width),
    candidates: new Float32Array(rows * bucket.candidates * width),
  };
  eachText(items, bucket, (text, of, cell) => vectors[of].set(vectorOf(text), cell * width));
  return {
    segment_vectors: float32([rows, MOST_SEGMENTS, width], vectors.segments),
    text_vectors: float32([rows, bucket.candidates, width], vectors.candidates),
  };
}

function packSegments(items: readonly EncoderItem[], rows: number): Tensors {
  const dims = [rows, MOST_SEGMENTS];
  const cells = rows * MOST_SEGMENTS;
  const marks = new Float32Array(cells * MARKS);
  const [present, first] = [new Float32Array(cells), new Float32Array(cells)];
  const actions = new Int32Array(cells);
  for (let row = 0; row < rows; row++) {
    const start = row * MOST_SEGMENTS;
    first[start] = 1;
    // A row that holds nothing would attend to nothing: its first segment stands.
    present[start] = 1;
    for (const [at, segment] of (items[row]?.segments ?? []).entries()) {
      const cell = start + at;
      present[cell] = 1;
      for (const mark of marksOf(segment)) marks[cell * MARKS + mark] = 1;
      actions[cell] = items[row]!.segmentActions[at]!;
    }
  }
  return {
    segment_marks: float32([...dims, MARKS], marks),
    segment_present: float32(dims, present),
    segment_first: float32(dims, first),
    segment_action: int32(dims, actions),
  };
}

function packCandidates(
  items: readonly EncoderItem[],
  rows: number,
  candidates: number,
  { factBits }: EncoderNetworkShape,
): Tensors {
  const cells = rows * candidates;
  const actions = new Int32Array(cells);
  const facts = new Int32Array(cells * FACTS);
  const state = new Float32Array(cells * FEATURES);
  const mask = 2 ** factBits - 1;
  for (const [row, item] of items.entries()) {
    const start = row * candidates;
    actions.set(item.candidateActions, start);
    const { own } = item.ngrams.candidates;
    for (let i = 0; i < own.length; i++) facts[start * FACTS + i] = own[i]! & mask;
    state.set(item.state, start * FEATURES);
  }
  return {
    text_action: int32([rows, candidates], actions),
    facts: int32([rows, candidates, FACTS], facts),
    features: float32([rows, candidates, FEATURES], state),
  };
}

function packContext(items: readonly EncoderItem[], rows: number, bucket: Bucket, wideBits: number): Tensors {
  const { features, candidates } = bucket;
  const mask = 2 ** wideBits - 1;
  const context = new Int32Array(rows * features);
  const weight = new Float32Array(rows * features);
  const identity = new Int32Array(rows * candidates);
  for (const [row, item] of items.entries()) {
    const { ids, weights } = item.ngrams.context;
    for (let i = 0; i < ids.length; i++) context[row * features + i] = ids[i]! & mask;
    weight.set(weights, row * features);
    const { identities } = item.ngrams.candidates;
    for (let i = 0; i < identities.length; i++) identity[row * candidates + i] = identities[i]! & mask;
  }
  return {
    context: int32([rows, features], context),
    context_weight: float32([rows, features], weight),
    identity: int32([rows, candidates], identity),
  };
}

/** How the texts of a minibatch are fed. */
export type TextPacker = (
  items: readonly EncoderItem[],
  rows: number,
  bucket: Bucket,
  random: (() => number) | null,
) => Tensors;

/** Vectors that are known, of whose numbers some are left out. */
export function knownVectors({ vectorDropout }: EncoderSettings, width: number, vectorOf: VectorOf): TextPacker {
  return (items, rows, bucket, random) => {
    const feeds = packVectors(items, rows, bucket, width, vectorOf);
    if (random) for (const name of Object.keys(feeds)) drop(floats(feeds, name), vectorDropout, random);
    return feeds;
  };
}

/**
 * The feeds of one training step. What is left out of it is drawn from `random`; null: nothing is, nor is smoothed.
 * `beside`: minibatches whose common shape it gets, itself among them.
 */
export function packTraining(
  examples: readonly EncoderExample[],
  settings: EncoderSettings,
  shape: EncoderNetworkShape,
  packTexts: TextPacker,
  random: (() => number) | null,
  beside: readonly (readonly EncoderExample[])[] = [examples],
): Tensors {
  const rows = Math.max(...beside.map(({ length }) => length));
  const buckets = beside.flat().map((one) => bucketOf(one, shape));
  const bucket = {
    candidates: Math.max(...buckets.map(({ candidates }) => candidates)),
    features: Math.max(...buckets.map(({ features }) => features)),
  };
  const items = random ? examples.map((one) => lessKnown(one, settings.identityDropout, random)) : examples;
  const feeds = { ...packItems(items, rows, bucket, shape), ...packTexts(items, rows, bucket, random) };
  if (random && shape.wideBits > 0) drop(floats(feeds, 'context_weight'), settings.contextDropout, random);
  const labels = examples.map(({ texts, right }) => ({ offered: texts.length, right, weight: 1 }));
  const { target, ...others } = packLabels(labels, [rows, bucket.candidates]);
  if (random) smooth(target!.data as Float32Array, examples, bucket.candidates, settings.smoothing);
  return { ...feeds, ...others, target: target! };
}

/** Some actions are known by their words alone. */
function lessKnown(example: EncoderExample, share: number, random: () => number): EncoderExample {
  const some = (rows: readonly number[]) => rows.map((row) => (random() < share ? 0 : row));
  return {
    ...example,
    segmentActions: some(example.segmentActions),
    candidateActions: some(example.candidateActions),
  };
}

/** Leaves some numbers out and raises the others, so that the expected sum stays. */
export function drop(data: Float32Array, share: number, random: () => number): void {
  if (share === 0) return;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) data[i] = random() < share ? 0 : data[i]! / (1 - share);
}

function smooth(target: Float32Array, examples: readonly EncoderExample[], candidates: number, share: number): void {
  for (const [row, { texts }] of examples.entries())
    for (let at = row * candidates; at < row * candidates + texts.length; at++)
      target[at] = target[at]! * (1 - share) + share / texts.length;
}

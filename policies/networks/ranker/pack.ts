import { FEATURE_BITS } from '../../screens/features/feature-set.ts';
import { LABEL_WORDS } from '../../screens/features/offer.ts';
import { float32, floats, int32, type Tensors } from '../onnx/tensor.ts';
import type { RankingExample, RankingItem } from './item.ts';
import { type LabelNoise, unbiasedTarget } from './label-noise.ts';
import type { RankerShape } from './network.ts';
import type { RankerSettings } from './settings.ts';

/** The padded shape that a ranking problem is computed in. A function of the problem alone. */
export interface Bucket {
  readonly features: number;
  readonly candidates: number;
}

const FEATURE_STEP = 128;
const FEWEST_FEATURES = 64;
const FEWEST_CANDIDATES = 8;

/** The smallest bucket that holds the problem. Few buckets: each batch is padded to full runs in each of them. */
export function bucketOf(item: RankingItem): Bucket {
  const features = item.context.ids.length;
  const candidates = item.candidates.identities.length;
  return {
    features: features <= FEWEST_FEATURES ? FEWEST_FEATURES : Math.ceil(features / FEATURE_STEP) * FEATURE_STEP,
    candidates: Math.max(FEWEST_CANDIDATES, 2 ** Math.ceil(Math.log2(candidates))),
  };
}

/** Problems of like size share a minibatch, so that little is padded. */
export function sizeOf(item: RankingItem): number {
  const { features, candidates } = bucketOf(item);
  return candidates * 1e6 + features;
}

/** Feeds of the network for some problems, padded to `rows` × bucket. */
export function packItems(items: readonly RankingItem[], rows: number, bucket: Bucket, shape: RankerShape): Tensors {
  const { features, candidates } = bucket;
  const context = new Int32Array(rows * features);
  const contextWeight = new Float32Array(rows * features);
  const identity = new Int32Array(rows * candidates);
  const own = new Int32Array(rows * candidates * shape.facts);
  const [wideMask, ownMask] = [2 ** shape.wideBits - 1, 2 ** shape.ownBits - 1];
  for (const [row, item] of items.entries()) {
    const { ids } = item.context;
    if (shape.wideBits >= FEATURE_BITS) context.set(ids, row * features);
    else for (let i = 0; i < ids.length; i++) context[row * features + i] = ids[i]! & wideMask;
    contextWeight.set(item.context.weights, row * features);
    const { identities } = item.candidates;
    for (let i = 0; i < identities.length; i++) identity[row * candidates + i] = identities[i]! & wideMask;
    const base = row * candidates * shape.facts;
    for (let i = 0; i < item.candidates.own.length; i++) own[base + i] = item.candidates.own[i]! & ownMask;
  }
  const linear = {
    context: int32([rows, features], context),
    context_weight: float32([rows, features], contextWeight),
    identity: int32([rows, candidates], identity),
    facts: int32([rows, candidates, shape.facts], own),
  };
  return shape.width === 0 ? linear : { ...linear, ...packDeep(items, rows, bucket, shape) };
}

function packDeep(items: readonly RankingItem[], rows: number, bucket: Bucket, shape: RankerShape): Tensors {
  const { features, candidates } = bucket;
  const mask = 2 ** shape.deepBits - 1;
  const context = new Int32Array(rows * features);
  const words = new Int32Array(rows * candidates * LABEL_WORDS);
  const wordWeight = new Float32Array(words.length);
  for (const [row, item] of items.entries()) {
    const { ids } = item.context;
    for (let i = 0; i < ids.length; i++) context[row * features + i] = ids[i]! & mask;
    const labels = packWords(item.candidates.words, mask);
    words.set(labels.ids, row * candidates * LABEL_WORDS);
    wordWeight.set(labels.weights, row * candidates * LABEL_WORDS);
  }
  return {
    deep_context: int32([rows, features], context),
    words: int32([rows, candidates, LABEL_WORDS], words),
    word_weight: float32([rows, candidates, LABEL_WORDS], wordWeight),
  };
}

interface PackedWords {
  readonly mask: number;
  readonly ids: Int32Array;
  readonly weights: Float32Array;
}

// Keyed by the words themselves: screens that offer the same share them.
const packedWords = new WeakMap<Int32Array, PackedWords>();

/** Label words as the network takes them: each label's weights add up to 1. */
function packWords(words: Int32Array, mask: number): PackedWords {
  const known = packedWords.get(words);
  if (known?.mask === mask) return known;
  const weights = new Float32Array(words.length);
  for (let start = 0; start < words.length; start += LABEL_WORDS) {
    let count = 0;
    while (count < LABEL_WORDS && words[start + count] !== 0) count++;
    weights.fill(1 / count, start, start + count);
  }
  const packed = { mask, ids: words.map((word, at) => (weights[at] === 0 ? 0 : word & mask)), weights };
  packedWords.set(words, packed);
  return packed;
}

/** What the training loss needs besides the network's feeds. Rows beyond the examples weigh nothing. */
function packTargets(examples: readonly RankingExample[], rows: number, bucket: Bucket, noise?: LabelNoise): Tensors {
  const labelled = examples.map(({ candidates, right, weight = 1 }) => ({
    offered: candidates.identities.length,
    right,
    weight,
  }));
  return packLabels(labelled, [rows, bucket.candidates], noise);
}

/** The label of one problem: how many candidates it offers, which one is named, what it counts for. */
export interface Label {
  readonly offered: number;
  readonly right: number;
  readonly weight: number;
}

/** The inputs that `rankingLoss` adds. Shape: [rows, candidates]. */
export function packLabels(
  labels: readonly Label[],
  shape: readonly [rows: number, candidates: number],
  noise?: LabelNoise,
): Tensors {
  const [rows, candidates] = shape;
  const target = new Float32Array(rows * candidates);
  const mask = new Float32Array(target.length);
  const floor = new Float32Array(target.length);
  const weight = new Float32Array(rows);
  for (const [row, label] of labels.entries()) {
    const start = row * candidates;
    for (let i = 0; i < label.offered; i++) {
      const named = i === label.right;
      target[start + i] = noise?.correction === 'unbiased' ? unbiasedTarget(named, i, noise) : named ? 1 : 0;
      floor[start + i] = noise?.floors[i] ?? 0;
    }
    mask.fill(1, start, start + label.offered);
    weight[row] = label.weight / labels.length;
  }
  for (let row = labels.length; row < rows; row++) mask[row * candidates] = 1;
  return {
    target: float32(shape, target),
    mask: float32(shape, mask),
    weight: float32([rows], weight),
    ...(noise?.correction === 'forward' ? { floor: float32(shape, floor) } : {}),
  };
}

/** The padded shape that holds all of a minibatch. */
export function bucketOfAll(batch: readonly RankingExample[]): Bucket {
  const buckets = batch.map(bucketOf);
  return {
    features: Math.max(...buckets.map((one) => one.features)),
    candidates: Math.max(...buckets.map((one) => one.candidates)),
  };
}

/** How one training step is packed. */
interface TrainingPack {
  /** What is left out of it by chance; null: nothing is. */
  readonly random: (() => number) | null;
  readonly noise?: LabelNoise | undefined;
  /** Minibatches whose common shape it gets, itself among them. Absent: its own. */
  readonly beside?: readonly (readonly RankingExample[])[] | undefined;
}

/** The feeds of one training step. */
export function packTraining(
  batch: readonly RankingExample[],
  { shape, dropout }: Pick<RankerSettings, 'shape' | 'dropout'>,
  { random, noise, beside = [batch] }: TrainingPack,
): Tensors {
  const bucket = bucketOfAll(beside.flat());
  const rows = Math.max(...beside.map(({ length }) => length));
  const feeds = packItems(batch, rows, bucket, shape);
  if (random && dropout > 0) dropContext(floats(feeds, 'context_weight'), dropout, random);
  return { ...feeds, ...packTargets(batch, rows, bucket, noise) };
}

/** Leaves some features out and raises the others, so that the expected sum stays: no feature is relied on alone. */
function dropContext(weights: Float32Array, share: number, random: () => number): void {
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight !== 0) weights[i] = random() < share ? 0 : weight / (1 - share);
  }
}

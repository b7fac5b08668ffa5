import { floats, type Tensors } from '../onnx/tensor.ts';
import type { RankingExample } from './item.ts';
import type { LabelNoise } from './label-noise.ts';
import { type Bucket, bucketOf, packItems, packTargets } from './pack.ts';
import type { RankerSettings } from './settings.ts';

/** The padded shape that holds all of a minibatch. */
export function bucketOfAll(batch: readonly RankingExample[]): Bucket {
  const buckets = batch.map(bucketOf);
  return {
    features: Math.max(...buckets.map((one) => one.features)),
    candidates: Math.max(...buckets.map((one) => one.candidates)),
  };
}

/** The feeds of one training step. `random` is for what is left out of it; null: nothing is. */
export function packTraining(
  batch: readonly RankingExample[],
  { shape, dropout }: Pick<RankerSettings, 'shape' | 'dropout'>,
  random: (() => number) | null,
  noise?: LabelNoise,
): Tensors {
  const bucket = bucketOfAll(batch);
  const feeds = packItems(batch, batch.length, bucket, shape);
  if (random && dropout > 0) dropContext(floats(feeds, 'context_weight'), dropout, random);
  return { ...feeds, ...packTargets(batch, batch.length, bucket, noise) };
}

/** Leaves some features out and raises the others, so that the expected sum stays: no feature is relied on alone. */
function dropContext(weights: Float32Array, share: number, random: () => number): void {
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight !== 0) weights[i] = random() < share ? 0 : weight / (1 - share);
  }
}

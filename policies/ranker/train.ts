import seedrandom from 'seedrandom';
import { floats } from '../onnx/tensor.ts';
import { createTrainer, type Parameters } from '../training/trainer.ts';
import type { RankingExample } from './item.ts';
import { initialParameters, type NetworkShape, rankingLoss, scores } from './network.ts';
import { bucketOf, packItems, packTargets } from './pack.ts';
import { loadScorer, rankerModel } from './scorer.ts';

export interface RankerSettings {
  readonly shape: NetworkShape;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Share of context features that a training step leaves out at random, in [0, 1). */
  readonly dropout: number;
  readonly maxEpochs: number;
  /** Epochs without a better held-out loss after which training stops. */
  readonly patience: number;
}

export interface RankerTraining {
  readonly train: readonly RankingExample[];
  /** Held-out examples, of other sessions, that decide when to stop. */
  readonly heldOut: readonly RankingExample[];
  readonly settings: RankerSettings;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  readonly onEpoch?: ((epoch: number, line: string) => void) | undefined;
}

/** Trains a ranker by minibatches, and keeps the epoch that does best on the held-out examples. */
export async function trainRanker(training: RankerTraining): Promise<Parameters> {
  const { settings, heldOut, train } = training;
  const random = seedrandom(`${training.seed} ranker`);
  const trainer = await createTrainer({
    parameters: initialParameters(settings.shape, random),
    build: (graph, parameters) => rankingLoss(graph, scores(graph, parameters)),
    weightDecay: settings.weightDecay,
    providers: training.providers,
  });
  try {
    let best: { loss: number; parameters: Parameters } | null = null;
    for (let epoch = 1, since = 0; epoch <= settings.maxEpochs && since < settings.patience; epoch++) {
      const rate = settings.learningRate * (1 - (epoch - 1) / settings.maxEpochs);
      let total = 0;
      const batches = minibatches(train, batchRows(train.length), random);
      for (const batch of batches) total += await trainer.step(feedsOf(batch, settings, random), rate);
      const parameters = await trainer.parameters();
      const held = await evaluate(parameters, heldOut, training);
      // Without held-out examples the last epoch stands.
      since = best === null || heldOut.length === 0 || held.loss < best.loss ? 0 : since + 1;
      if (best === null || since === 0) best = { loss: held.loss, parameters };
      const line = `loss ${(total / batches.length).toFixed(3)}, held out ${held.loss.toFixed(3)} with ${(100 * held.accuracy).toFixed(1)} % right`;
      training.onEpoch?.(epoch, line);
    }
    return best?.parameters ?? (await trainer.parameters());
  } finally {
    await trainer.dispose();
  }
}

/** Larger minibatches for more examples: each step also touches every weight. */
function batchRows(examples: number): number {
  return examples < 20_000 ? 64 : 128;
}

function feedsOf(batch: readonly RankingExample[], { shape, dropout }: RankerSettings, random: () => number) {
  const buckets = batch.map(bucketOf);
  const bucket = {
    features: Math.max(...buckets.map((one) => one.features)),
    candidates: Math.max(...buckets.map((one) => one.candidates)),
  };
  const feeds = packItems(batch, batch.length, bucket, shape);
  if (dropout > 0) dropContext(floats(feeds, 'context_weight'), dropout, random);
  return { ...feeds, ...packTargets(batch, batch.length, bucket) };
}

/** Leaves some features out and raises the others, so that the expected sum stays: no feature is relied on alone. */
function dropContext(weights: Float32Array, share: number, random: () => number): void {
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight !== 0) weights[i] = random() < share ? 0 : weight / (1 - share);
  }
}

/** Shuffled minibatches of problems of like size, so that little is padded. */
function minibatches(examples: readonly RankingExample[], rows: number, random: () => number): RankingExample[][] {
  const shuffled = shuffle(examples, random);
  const batches: RankingExample[][] = [];
  const pool = rows * 16;
  for (let start = 0; start < shuffled.length; start += pool) {
    const near = shuffled.slice(start, start + pool).sort((a, b) => sizeOf(a) - sizeOf(b));
    for (let at = 0; at < near.length; at += rows) batches.push(near.slice(at, at + rows));
  }
  return shuffle(batches, random);
}

function sizeOf(example: RankingExample): number {
  const { features, candidates } = bucketOf(example);
  return candidates * 1e6 + features;
}

function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

/** Mean negative log-likelihood and share of right first places. */
async function evaluate(parameters: Parameters, examples: readonly RankingExample[], training: RankerTraining) {
  if (examples.length === 0) return { loss: 0, accuracy: 0 };
  const scorer = await loadScorer(rankerModel(parameters), training.settings.shape, training.providers);
  try {
    const scored = await scorer.score(examples);
    let [loss, right] = [0, 0];
    for (const [index, example] of examples.entries()) {
      const row = scored[index]!;
      const best = row.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
      const total = row.reduce((sum, score) => sum + Math.exp(score - best), 0);
      loss += best + Math.log(total) - row[example.right]!;
      if (row[example.right] === best) right++;
    }
    return { loss: loss / examples.length, accuracy: right / examples.length };
  } finally {
    await scorer.dispose();
  }
}

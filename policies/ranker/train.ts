import seedrandom from 'seedrandom';
import { floats } from '../onnx/tensor.ts';
import { createTrainer, type Parameters, type Trainer } from '../training/trainer.ts';
import type { RankingExample } from './item.ts';
import type { LabelNoise } from './label-noise.ts';
import { initialParameters, type NetworkShape, rankingLoss, scores } from './network.ts';
import { bucketOf, packItems, packTargets } from './pack.ts';
import { loadScorer, rankerModel } from './scorer.ts';
import { bestTemperature, cooled, meanLoss, type Scored } from './temperature.ts';

export interface RankerSettings {
  readonly shape: NetworkShape;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Share of context features that a training step leaves out at random, in [0, 1). */
  readonly dropout: number;
  readonly maxEpochs: number;
  /** Epochs without a better held-out loss after which training stops, at the best; null: the last epoch stands. */
  readonly patience: number | null;
}

export interface RankerTraining {
  readonly train: readonly RankingExample[];
  /** Held-out examples, of other sessions, that decide when to stop. */
  readonly heldOut: readonly RankingExample[];
  readonly settings: RankerSettings;
  /** How labels are wrong; absent: they are taken as they are. */
  readonly noise?: LabelNoise | undefined;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  readonly onEpoch?: ((epoch: number, line: string) => void) | undefined;
}

/** Fewer held-out examples than this say too little about a temperature. */
const FEWEST_TO_CALIBRATE = 100;

/** Trains a ranker by minibatches; held-out examples decide when to stop and how confident it may be. */
export async function trainRanker(training: RankerTraining): Promise<Parameters> {
  const { settings } = training;
  const random = seedrandom(`${training.seed} ranker`);
  const trainer = await createTrainer({
    parameters: initialParameters(settings.shape, random),
    build: (graph, parameters) => rankingLoss(graph, scores(graph, parameters), training.noise),
    weightDecay: settings.weightDecay,
    providers: training.providers,
  });
  try {
    const { parameters, held } = await epochs(training, trainer, random);
    return held.length < FEWEST_TO_CALIBRATE ? parameters : cooled(parameters, bestTemperature(held, training.noise));
  } finally {
    await trainer.dispose();
  }
}

interface Epoch {
  readonly parameters: Parameters;
  readonly held: readonly Scored[];
  readonly loss: number;
}

async function epochs(training: RankerTraining, trainer: Trainer, random: () => number): Promise<Epoch> {
  const { settings, heldOut, train } = training;
  const stops = settings.patience !== null && heldOut.length > 0;
  let best: Epoch | null = null;
  for (let epoch = 1, since = 0; epoch <= settings.maxEpochs && (!stops || since < settings.patience); epoch++) {
    const rate = settings.learningRate * (1 - (epoch - 1) / settings.maxEpochs);
    let total = 0;
    const batches = minibatches(train, batchRows(train.length), random);
    for (const batch of batches) total += await trainer.step(feedsOf(batch, training, random), rate);
    const parameters = await trainer.parameters();
    const held = await scoreAll(parameters, heldOut, training);
    const now = { parameters, held, loss: held.length > 0 ? meanLoss(held, 1, training.noise) : 0 };
    since = !stops || best === null || now.loss < best.loss ? 0 : since + 1;
    if (best === null || since === 0) best = now;
    const right = held.filter((one) => one.scores[one.right] === Math.max(...one.scores)).length / held.length;
    const heldLine =
      held.length > 0 ? `, held out ${now.loss.toFixed(3)} with ${(100 * right).toFixed(1)} % right` : '';
    training.onEpoch?.(epoch, `loss ${(total / batches.length).toFixed(3)}${heldLine}`);
  }
  if (!best) throw new Error(`maxEpochs is ${settings.maxEpochs}: train for at least one epoch`);
  return best;
}

/** Larger minibatches for more examples: each step also touches every weight. */
function batchRows(examples: number): number {
  if (examples < 2000) return 32;
  return examples < 20_000 ? 64 : 128;
}

function feedsOf(batch: readonly RankingExample[], { settings, noise }: RankerTraining, random: () => number) {
  const { shape, dropout } = settings;
  const buckets = batch.map(bucketOf);
  const bucket = {
    features: Math.max(...buckets.map((one) => one.features)),
    candidates: Math.max(...buckets.map((one) => one.candidates)),
  };
  const feeds = packItems(batch, batch.length, bucket, shape);
  if (dropout > 0) dropContext(floats(feeds, 'context_weight'), dropout, random);
  return { ...feeds, ...packTargets(batch, batch.length, bucket, noise) };
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

async function scoreAll(
  parameters: Parameters,
  examples: readonly RankingExample[],
  training: RankerTraining,
): Promise<Scored[]> {
  const scorer = await loadScorer(rankerModel(parameters), training.settings.shape, training.providers);
  try {
    const scored = await scorer.score(examples);
    return examples.map(({ right, weight = 1 }, index) => ({ scores: scored[index]!, right, weight }));
  } finally {
    await scorer.dispose();
  }
}

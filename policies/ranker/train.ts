import seedrandom from 'seedrandom';
import { floats } from '../onnx/tensor.ts';
import { fitModel } from '../training/fit-model.ts';
import { schedule } from '../training/schedule.ts';
import type { Parameters } from '../training/trainer.ts';
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
  /** Called after each few steps with the fraction done, in [0, 1], and a line. */
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

/** Fewer held-out examples than this say too little about a temperature. */
const FEWEST_TO_CALIBRATE = 100;

/**
 * Trains a ranker by minibatches; held-out examples decide when to stop and how confident it may be. Without examples
 * it stays as it was drawn.
 */
export async function trainRanker(training: RankerTraining): Promise<Parameters> {
  const { settings, train, heldOut, noise, seed, providers, onProgress } = training;
  const { patience, shape, dropout } = settings;
  const judge = (parameters: Parameters) => scoreAll(parameters, heldOut, training);
  const drawn = initialParameters(shape, seedrandom(`${seed} ranker`));
  if (train.length === 0) return drawn;
  const stops = patience !== null && heldOut.length > 0;
  const { parameters } = await fitModel<RankingExample>({
    trainer: {
      parameters: drawn,
      build: (graph, weights) => rankingLoss(graph, scores(graph, weights), noise),
      weightDecay: settings.weightDecay,
      providers,
    },
    train,
    pack: (examples, random) => packTraining(examples, shape, random ? dropout : 0, random, noise),
    rows: batchRows(train.length),
    sizeOf,
    schedule: schedule({ peak: settings.learningRate, decay: 'linear' }),
    maxEpochs: settings.maxEpochs,
    ...(stops ? { patience, heldOutLoss: async (now) => meanLoss(await judge(now), 1, noise) } : {}),
    seed: `${seed} ranker`,
    onProgress,
  });
  if (heldOut.length < FEWEST_TO_CALIBRATE) return parameters;
  return cooled(parameters, bestTemperature(await judge(parameters), noise));
}

/** Larger minibatches for more examples: each step also touches every weight. */
function batchRows(examples: number): number {
  if (examples < 2000) return 32;
  return examples < 20_000 ? 64 : 128;
}

function packTraining(
  batch: readonly RankingExample[],
  shape: NetworkShape,
  dropout: number,
  random: (() => number) | null,
  noise: LabelNoise | undefined,
) {
  const buckets = batch.map(bucketOf);
  const bucket = {
    features: Math.max(...buckets.map((one) => one.features)),
    candidates: Math.max(...buckets.map((one) => one.candidates)),
  };
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

/** Problems of like size share a minibatch, so that little is padded. */
function sizeOf(example: RankingExample): number {
  const { features, candidates } = bucketOf(example);
  return candidates * 1e6 + features;
}

async function scoreAll(
  parameters: Parameters,
  examples: readonly RankingExample[],
  { settings, providers }: Pick<RankerTraining, 'settings' | 'providers'>,
): Promise<Scored[]> {
  const scorer = await loadScorer(rankerModel(parameters), settings.shape, providers);
  try {
    const scored = await scorer.score(examples);
    return examples.map(({ right, weight = 1 }, index) => ({ scores: scored[index]!, right, weight }));
  } finally {
    await scorer.dispose();
  }
}

import { join } from 'node:path';
import { trainingRandom } from '../../../harness/shared/streams.ts';
import { judgeAtBest } from '../../networks/ranker/temperature.ts';
import { type FitModelOptions, fitModel } from '../../networks/training/fit-model.ts';
import { schedule } from '../../networks/training/schedule.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { minibatch, placeOf, type TrainingItem } from './minibatch.ts';
import { trainingLoss } from './network.ts';
import { initialTransformer, type TransformerShape } from './parameters.ts';
import { pretrain } from './pretrain.ts';
import { loadNetwork, networkModels } from './scorer.ts';
import type { Lengths, TransformerSettings } from './settings.ts';

/** What a network learns from, and items of other sessions that decide when it stops; none: it goes on to the end. */
export interface TrainingItems {
  readonly train: readonly TrainingItem[];
  readonly heldOut: readonly TrainingItem[];
}

export interface TransformerTraining {
  /** Screens with their actions. */
  readonly items: TrainingItems;
  readonly settings: TransformerSettings;
  readonly shape: TransformerShape;
  /** Token ids from here on name actions. */
  readonly firstAction: number;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  /** Folder in which training writes down how far it is, and goes on from where it was broken off. */
  readonly checkpoints?: string | undefined;
  /** Called after each few steps with the fraction done and a line. */
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

/** Trains a network on actions: where it is asked for, on the screens' own words first. */
export async function trainTransformer(training: TransformerTraining): Promise<Parameters> {
  const { settings, onProgress } = training;
  const before = settings.pretrainingEpochs / (settings.pretrainingEpochs + settings.epochs);
  const start = await startingParameters(training, (fraction, line) => onProgress?.(before * fraction, line));
  return fitNetwork(training, start, (fraction, line) => onProgress?.(before + (1 - before) * fraction, line));
}

type Report = (fraction: number, line: string) => void;

/** Steps between two checkpoints: well below a minute's worth, and the file takes a fraction of a second. */
const EVERY_STEPS = 100;

/** Where one phase of the training is written down. */
function checkpointOf({ checkpoints }: TransformerTraining, phase: string): FitModelOptions<unknown>['checkpoint'] {
  return checkpoints ? { path: join(checkpoints, `${phase}.checkpoint`), everySteps: EVERY_STEPS } : undefined;
}

/** As drawn, or with the encoder trained on the screens' own words first. */
function startingParameters(training: TransformerTraining, onProgress: Report): Promise<Parameters> | Parameters {
  const { settings, shape, seed, providers, items } = training;
  const parameters = initialTransformer(shape, trainingRandom('transformer', seed));
  if (settings.pretrainingEpochs === 0) return parameters;
  const sequences = items.train.map(({ sequence }) => sequence);
  const checkpoint = checkpointOf(training, 'hidden-tokens');
  return pretrain({ sequences, parameters, settings, shape, seed, providers, onProgress, checkpoint });
}

/** Screens of one length that offer the same are few: they come together from so many minibatches. */
const POOL = 64;

/** Trains a network with early stopping; returns the best. */
async function fitNetwork(
  training: TransformerTraining,
  parameters: Parameters,
  onProgress: Report,
): Promise<Parameters> {
  const { settings, shape, firstAction, seed, providers } = training;
  const { train, heldOut } = training.items;
  const loss = async (now: Parameters) => (await judgeHeldOut(heldOut, now, shape, settings.lengths, providers)).loss;
  let held = '';
  const options: FitModelOptions<TrainingItem> = {
    trainer: {
      parameters,
      build: (graph, weights) => trainingLoss(graph, weights, shape.size),
      weightDecay: settings.weightDecay,
      providers,
    },
    train,
    // Judged at its best temperature, as it is served: a network that is only too sure goes on getting better.
    ...(heldOut.length > 0 ? { heldOutLoss: loss } : {}),
    pack: (items, random, beside) => minibatch(items, settings, firstAction, random, beside),
    rows: settings.batch,
    sizeOf: placeOf(train),
    pool: POOL,
    schedule: schedule({ peak: settings.learningRate, decay: 'cosine', warmUp: settings.warmUp }),
    maxEpochs: settings.epochs,
    patience: settings.patience,
    seed: `${seed} actions`,
    checkpoint: checkpointOf(training, 'actions'),
    onProgress: (fraction, line) => onProgress(fraction, `actions: ${line}${held}`),
    onEpoch({ heldOutLoss }) {
      held = heldOutLoss === null ? '' : `, held out ${heldOutLoss.toFixed(3)}`;
    },
  };
  return (await fitModel(options)).parameters;
}

/** How well a network does on items that it did not learn from. */
interface HeldOut {
  /** Scores are best divided by it. */
  readonly temperature: number;
  /** Mean of −log p of the right candidates, at that temperature. */
  readonly loss: number;
}

/** Judges a network on held-out items as it will be served, the temperature included. */
export async function judgeHeldOut(
  items: readonly TrainingItem[],
  parameters: Parameters,
  shape: TransformerShape,
  lengths: Lengths,
  providers: readonly string[] | undefined,
): Promise<HeldOut> {
  const network = await loadNetwork(networkModels(parameters, shape), shape, lengths, providers);
  try {
    const scored = await network.score(items);
    return judgeAtBest(scored.map(({ scores }, at) => ({ scores, right: items[at]!.right, weight: 1 })));
  } finally {
    await network.dispose();
  }
}

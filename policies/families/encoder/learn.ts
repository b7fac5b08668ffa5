import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FitOptions } from '../../../harness/contract/policy.ts';
import { trainingRandom } from '../../../harness/shared/streams.ts';
import { judgeAtBest } from '../../networks/ranker/temperature.ts';
import { type FitModelOptions, fitModel } from '../../networks/training/fit-model.ts';
import { schedule } from '../../networks/training/schedule.ts';
import { decides, type Split } from '../../networks/training/split-by-session.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { type Encoder, lowestLayers } from './encoder-folder.ts';
import { type EncoderExample, textsIn } from './item.ts';
import { type EncoderNetworkShape, initialNetwork, trainingLoss } from './network.ts';
import { knownVectors, packTraining, type TextPacker } from './pack.ts';
import { loadNetwork, networkModel } from './scorer.ts';
import type { EncoderSettings } from './settings.ts';
import { TextVectors, type VectorOptions } from './text-vectors.ts';
import { lowerStates, tunedTexts } from './tuned-texts.ts';
import { type LearnedLayers, tunedEncoder, type UpperLayers, upperLayers } from './tuning.ts';

const CHECKPOINT_STEPS = 50;

/** What a network on an encoder learns with. */
export interface Learning {
  readonly settings: EncoderSettings;
  readonly shape: EncoderNetworkShape;
  readonly encoder: Encoder;
  readonly options: Pick<FitOptions, 'seed' | 'providers' | 'onProgress' | 'checkpoints' | 'vectorCache'>;
}

/** A network that has learned. */
export interface LearnedNetwork {
  readonly parameters: Parameters;
  readonly temperature: number;
  /** What the encoder's upper layers learned; null where they stayed as they were. */
  readonly tuned: LearnedLayers | null;
}

/** Trains a network on an encoder's vectors, then, where the settings say so, upper layers of the encoder with it. */
export async function learnNetwork(items: Split<EncoderExample>, learning: Learning): Promise<LearnedNetwork> {
  const { settings, shape, encoder, options } = learning;
  const judged = { train: items.train, heldOut: decides(items.heldOut) ? items.heldOut : [] };
  const judge = (parameters: Parameters, vectors: TextVectors) =>
    judgeHeldOut(judged.heldOut, parameters, shape, vectors, options.providers);
  const asItIs = await withVectors(encoder, options, async (vectors) => {
    const head = await onKnownVectors(judged, learning, vectors);
    return { parameters: head, temperature: settings.tuning ? 1 : (await judge(head, vectors)).temperature };
  });
  if (!settings.tuning) return { ...asItIs, tuned: null };
  const upper = upperLayers(encoder, settings.tuning, trainingRandom('upper layers', options.seed));
  const learned = await withUpperLayers(judged, learning, asItIs.parameters, upper);
  const tuned = upper.learned(learned);
  const parameters = Object.fromEntries(Object.keys(asItIs.parameters).map((name) => [name, learned[name]!]));
  const { temperature } = await withVectors(tunedEncoder(encoder, tuned), options, (vectors) =>
    judge(parameters, vectors),
  );
  return { parameters, temperature, tuned };
}

/** Does some work with an encoder's vectors, and frees them. */
async function withVectors<T>(
  encoder: Encoder,
  options: VectorOptions,
  work: (vectors: TextVectors) => Promise<T>,
): Promise<T> {
  const vectors = await TextVectors.load(encoder, options);
  try {
    return await work(vectors);
  } finally {
    await vectors.dispose();
  }
}

/** Trains the network on vectors of the encoder as it is. */
async function onKnownVectors(
  items: Split<EncoderExample>,
  learning: Learning,
  vectors: TextVectors,
): Promise<Parameters> {
  const { settings, shape, options } = learning;
  const all = textsIn([...items.train, ...items.heldOut]);
  const upTo = settings.tuning ? 0.4 : 1;
  const vectorOf = await vectors.of(all, (fraction) => options.onProgress?.(0.3 * upTo * fraction, 'texts to vectors'));
  return fitNetwork(items, learning, {
    name: 'encoder',
    parameters: initialNetwork(shape, trainingRandom('encoder', options.seed)),
    build: (graph, weights) => trainingLoss(graph, weights, shape),
    packTexts: knownVectors(settings, shape.vector, vectorOf),
    judge: async (now) => (await judgeHeldOut(items.heldOut, now, shape, vectors, options.providers)).loss,
    ...{ epochs: settings.epochs, learningRate: settings.learningRate },
    progress: { from: 0.3 * upTo, to: upTo },
  });
}

/** Trains upper layers of the encoder and the network together; both stand as they were at the best epoch. */
async function withUpperLayers(
  items: Split<EncoderExample>,
  learning: Learning,
  head: Parameters,
  upper: UpperLayers,
): Promise<Parameters> {
  const { settings, shape, encoder, options } = learning;
  const tuning = settings.tuning!;
  const lower = await TextVectors.load(lowestLayers(encoder, upper.from), options, 'tokens');
  try {
    const texts = textsIn(items.train);
    const statesOf = await lower.of(texts, (part) => options.onProgress?.(0.4 + 0.1 * part, 'texts to states'));
    return await fitNetwork(items, learning, {
      name: 'encoder and its upper layers',
      parameters: { ...head, ...upper.start },
      build: (graph, weights) => trainingLoss(graph, weights, shape, tunedTexts(graph, weights, upper, encoder)),
      packTexts: lowerStates({ encoder, statesOf }, settings),
      // Not kept on disk: the next round has other vectors.
      judge: (now) =>
        withVectors(tunedEncoder(encoder, upper.learned(now)), { providers: options.providers }, async (vectors) => {
          const { loss } = await judgeHeldOut(items.heldOut, now, shape, vectors, options.providers);
          return loss;
        }),
      ...{ epochs: tuning.epochs, learningRate: tuning.learningRate },
      progress: { from: 0.5, to: 1 },
    });
  } finally {
    await lower.dispose();
  }
}

/** What differs between training on known vectors and training with upper layers. */
interface NetworkFit extends Pick<FitModelOptions<EncoderExample>['trainer'], 'parameters' | 'build'> {
  readonly name: string;
  readonly packTexts: TextPacker;
  judge(parameters: Parameters): Promise<number>;
  readonly epochs: number;
  readonly learningRate: number;
  readonly progress: { readonly from: number; readonly to: number };
}

async function fitNetwork(
  { train, heldOut }: Split<EncoderExample>,
  { settings, shape, options }: Learning,
  fit: NetworkFit,
): Promise<Parameters> {
  const { seed, providers, onProgress, checkpoints } = options;
  const { from, to } = fit.progress;
  let held = '';
  if (checkpoints) mkdirSync(checkpoints, { recursive: true });
  const { parameters } = await fitModel<EncoderExample>({
    trainer: { parameters: fit.parameters, build: fit.build, weightDecay: settings.weightDecay, providers },
    train,
    // Judged at its best temperature, as it is served: a network that is only too sure goes on getting better.
    ...(heldOut.length > 0 && { heldOutLoss: (now: Parameters) => fit.judge(now) }),
    pack: (some, random, beside) => packTraining(some, settings, shape, fit.packTexts, random, beside),
    rows: settings.batch,
    sizeOf: ({ texts, ngrams }) => texts.length * 1000 + ngrams.context.ids.length,
    schedule: schedule({ peak: fit.learningRate, decay: 'cosine', warmUp: settings.warmUp }),
    maxEpochs: fit.epochs,
    patience: settings.patience,
    seed: `${seed} ${fit.name}`,
    ...(checkpoints && {
      checkpoint: { path: join(checkpoints, `${fit.name}.training`), everySteps: CHECKPOINT_STEPS },
    }),
    onProgress: (fraction, line) => onProgress?.(from + (to - from) * fraction, `${fit.name}, ${line}${held}`),
    onEpoch({ heldOutLoss }) {
      held = heldOutLoss === null ? '' : `, held out ${heldOutLoss.toFixed(3)}`;
    },
  });
  return parameters;
}

/** Judges a network on held-out items as it will be served, the temperature included; 1 where there are none. */
async function judgeHeldOut(
  items: readonly EncoderExample[],
  parameters: Parameters,
  shape: EncoderNetworkShape,
  vectors: TextVectors,
  providers: readonly string[] | undefined,
) {
  if (items.length === 0) return { temperature: 1, loss: Number.NaN };
  const network = await loadNetwork(networkModel(parameters, shape), shape, vectors, providers);
  try {
    const scored = await network.score(items);
    return judgeAtBest(scored.map(({ scores }, at) => ({ scores, right: items[at]!.right, weight: 1 })));
  } finally {
    await network.dispose();
  }
}

import { trainingRandom } from '../../../harness/shared/streams.ts';
import { fitModel } from '../../networks/training/fit-model.ts';
import { initialAdapters, type LoraOptions, loraTraining, mergeAdapters } from '../../networks/training/lora.ts';
import { schedule } from '../../networks/training/schedule.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { minibatch, type TrainingItem } from './minibatch.ts';
import { trainingLoss } from './network.ts';
import { layerName, type NetworkShape } from './parameters.ts';
import { placeOf } from './place-of.ts';
import type { TransformerSettings } from './settings.ts';

/** How adapters are made and trained. */
export interface AdapterSettings {
  readonly rank: number;
  readonly alpha: number;
  readonly learningRate: number;
  readonly epochs: number;
}

export interface Adapting {
  readonly items: readonly TrainingItem[];
  readonly adapters: AdapterSettings;
  readonly settings: TransformerSettings;
  readonly shape: NetworkShape;
  /** Token ids from here on name actions. */
  readonly firstAction: number;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

const LAYERS = ['qkv', 'out', 'up', 'down'] as const;
const HEADS = ['match.screen', 'match.candidate', 'join.screen', 'join.candidate'] as const;

/** Trains low-rank adapters of a network's products on more items, the network as it is; returns both merged. */
export async function adapt(network: Parameters, adapting: Adapting): Promise<Parameters> {
  const { items, adapters, settings, shape, firstAction, seed, providers, onProgress } = adapting;
  if (items.length === 0) return network;
  const { rank, alpha, learningRate, epochs } = adapters;
  const within = Array.from({ length: shape.size.layers }, (_, layer) => LAYERS.map((name) => layerName(layer, name)));
  const options: LoraOptions = { layers: [...within.flat(), ...HEADS], rank, alpha };
  const start = initialAdapters(network, options, trainingRandom('adapters', seed));
  const { parameters } = await fitModel<TrainingItem>({
    trainer: {
      ...loraTraining(network, start, options, (graph, weights) => trainingLoss(graph, weights, shape.size)),
      weightDecay: settings.weightDecay,
      providers,
    },
    train: items,
    pack: (some, random) => minibatch(some, settings, firstAction, random),
    rows: settings.batch,
    sizeOf: placeOf(items),
    schedule: schedule({ peak: learningRate, decay: 'cosine', warmUp: settings.warmUp }),
    maxEpochs: epochs,
    seed: `${seed} adapters`,
    onProgress: (fraction, line) => onProgress?.(fraction, `adapters: ${line}`),
  });
  return mergeAdapters(network, parameters, options);
}

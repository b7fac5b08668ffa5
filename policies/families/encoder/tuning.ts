import { createHash } from 'node:crypto';
import type { Graph } from '../../networks/graph/graph.ts';
import type { Value } from '../../networks/graph/operator.ts';
import { adaptedWeights, initialAdapters, type LoraOptions, mergeAdapters } from '../../networks/training/lora.ts';
import { initialShifts, mergeShifts, shiftedWeights } from '../../networks/training/shifts.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { layerOf } from './bert.ts';
import { closed, type Encoder } from './encoder-folder.ts';

/** Low-rank adapters of an encoder's products. */
export interface AdapterOptions {
  readonly rank: number;
  readonly alpha: number;
  /** Products of a layer, such as `query` or `output.dense`, as `peft` names them. */
  readonly targets: readonly string[];
  /** The lowest layer that has adapters, counted from 0. */
  readonly from: number;
}

/** How an encoder's upper layers learn, together with the network on its vectors. */
export interface Tuning {
  /** Upper layers that learn; those beneath stay as they are, and encode each text once. */
  readonly layers: number;
  /** Low-rank adapters alone learn; null: all weights of the layers do. */
  readonly adapters: Omit<AdapterOptions, 'from'> | null;
  readonly epochs: number;
  readonly learningRate: number;
}

/** A pretrained weight moves by this share of the learning rate: those of the network above start from nothing. */
const SHIFT_SCALE = 0.03;

/** What an encoder's upper layers have learned: adapters beside products, or weights in place of theirs. */
export interface LearnedLayers {
  readonly adapters: AdapterOptions | null;
  readonly parameters: Parameters;
}

/** The upper layers of an encoder as they learn. */
export interface UpperLayers {
  /** The lowest layer that learns, counted from 0. */
  readonly from: number;
  /** What learns, before training: with it the encoder is as it was. */
  readonly start: Parameters;
  /** The layers' weights, from what learns. */
  weights(graph: Graph, values: Readonly<Record<string, Value>>): Record<string, Value>;
  /** What was learned; `all` may hold other parameters too. */
  learned(all: Parameters): LearnedLayers;
}

/** Throws: one line, when there are not so many layers or no such products, or the encoder is an export. */
export function upperLayers(encoder: Encoder, tuning: Tuning, random: () => number): UpperLayers {
  const { shape, parameters, folder, exported } = encoder;
  if (exported) throw closed(folder);
  const from = shape.layers - tuning.layers;
  if (!(from >= 0 && tuning.layers >= 1))
    throw new Error(
      `${folder} has ${shape.layers} layers: let 1 to ${shape.layers} of them learn, not ${tuning.layers}`,
    );
  const base = Object.fromEntries(Object.entries(parameters).filter(([name]) => layerNumber(name) >= from));
  const own = (all: Parameters, start: Parameters) =>
    Object.fromEntries(Object.keys(start).map((name) => [name, all[name]!]));
  if (tuning.adapters === null) {
    const start = initialShifts(base);
    return {
      from,
      start,
      weights: (graph, values) => shiftedWeights(graph, base, values, SHIFT_SCALE),
      learned: (all) => ({ adapters: null, parameters: mergeShifts(base, own(all, start), SHIFT_SCALE) }),
    };
  }
  const adapters = { ...tuning.adapters, from };
  const options = loraOptions(encoder, adapters);
  const start = initialAdapters(base, options, random);
  return {
    from,
    start,
    weights: (graph, values) => adaptedWeights(graph, base, values, options),
    learned: (all) => ({ adapters, parameters: own(all, start) }),
  };
}

/** The encoder with what its upper layers learned: an encoder like any other. */
export function tunedEncoder(encoder: Encoder, { adapters, parameters: learned }: LearnedLayers): Encoder {
  const { parameters, fingerprint } = encoder;
  const hash = createHash('sha256').update(`${fingerprint} tuned ${JSON.stringify(adapters)}\n`);
  for (const [name, { data }] of Object.entries(learned).sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\n`).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const merged = adapters
    ? mergeAdapters(parameters, learned, loraOptions(encoder, adapters))
    : { ...parameters, ...learned };
  return { ...encoder, parameters: merged, fingerprint: hash.digest('hex') };
}

/** The layer that a weight is of, counted from 0; −1 for embeddings. */
export function layerNumber(name: string): number {
  return Number(/^encoder\.layer\.(\d+)\./.exec(name)?.[1] ?? -1);
}

/** Which weights low-rank adapters stand beside. Throws: one line, when a target names no product of a layer. */
export function loraOptions(
  { folder, shape, parameters }: Encoder,
  { rank, alpha, targets, from }: AdapterOptions,
): LoraOptions {
  const layers: string[] = [];
  for (let layer = from; layer < shape.layers; layer++) {
    const products = Object.keys(parameters).filter(
      (name) => name.startsWith(layerOf(layer, '')) && name.endsWith('.weight') && parameters[name]!.shape.length === 2,
    );
    for (const target of targets) {
      // As peft does: a target is the end of a module's name from a point on.
      const found = products.filter((name) => name.endsWith(`.${target}.weight`) && !layers.includes(name));
      if (found.length === 0) throw new Error(`${folder} has no product "${target}" in layer ${layer}: adapt others`);
      layers.push(...found);
    }
  }
  return { layers, rank, alpha };
}

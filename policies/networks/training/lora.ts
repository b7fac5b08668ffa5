import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Parameter, Parameters, TrainerOptions } from './trainer-role.ts';
import { frozen } from './trainer-state.ts';

/**
 * Low-rank adapters: to the weight W [in, out] of each adapted layer comes (alpha / rank)·A·B, with A [in, rank] and
 * B [rank, out].
 *
 * Source: Hu et al. 2021.
 */
export interface LoraOptions {
  /** Names of the weights to adapt, each of two axes. */
  readonly layers: readonly string[];
  readonly rank: number;
  readonly alpha: number;
}

/** Name of an adapter's first factor. */
export function factorA(layer: string): string {
  return `${layer}.lora_a`;
}

/** Name of an adapter's second factor. */
export function factorB(layer: string): string {
  return `${layer}.lora_b`;
}

/**
 * Adapters before training: A small and random, B zero, so that the network is what its base is.
 *
 * Throws: when a layer is no weight of two axes, or when nothing is to be adapted.
 */
export function initialAdapters(base: Parameters, { layers, rank }: LoraOptions, random: () => number): Parameters {
  if (layers.length === 0 || !Number.isInteger(rank) || rank < 1)
    throw new Error(`${layers.length} layers of rank ${rank} cannot be adapted: give at least one layer and rank 1`);
  const adapters: Record<string, Parameter> = {};
  for (const layer of layers) {
    const [rows, columns] = shapeOf(base, layer);
    const scale = Math.sqrt(3 / rows);
    adapters[factorA(layer)] = {
      shape: [rows, rank],
      data: Float32Array.from({ length: rows * rank }, () => (random() * 2 - 1) * scale),
    };
    adapters[factorB(layer)] = { shape: [rank, columns], data: new Float32Array(rank * columns) };
  }
  return adapters;
}

/**
 * A network's weights with the base stored in the graph and the adapters beside it: a network is built from them as
 * from its own parameters, and nothing in it need know of adapters. For a model whose adapters stay separate, give
 * adapters stored in the graph too (`frozen`); the runtime then merges them once, when it loads the model.
 */
export function adaptedWeights(
  graph: Graph,
  base: Parameters,
  adapters: Readonly<Record<string, Value>>,
  options: LoraOptions,
): Record<string, Value> {
  const weights = frozen(graph, base);
  const scale = graph.scalar(options.alpha / options.rank);
  for (const layer of options.layers) {
    const [a, b] = [adapters[factorA(layer)], adapters[factorB(layer)]];
    const weight = weights[layer];
    if (!a || !b || !weight) throw new Error(`layer "${layer}" has no adapter: make one with initialAdapters`);
    const change = graph.apply('MatMul', [graph.apply('Mul', [a, scale]), b]);
    weights[layer] = graph.apply('Add', [weight, change]);
  }
  return weights;
}

/** What a trainer needs to train adapters alone: they are its parameters, the base is stored in its graph. */
export function loraTraining(
  base: Parameters,
  adapters: Parameters,
  options: LoraOptions,
  build: TrainerOptions['build'],
): Pick<TrainerOptions, 'parameters' | 'build'> {
  return {
    parameters: adapters,
    build: (graph, values) => build(graph, adaptedWeights(graph, base, values, options)),
  };
}

/** The base's parameters with the adapters added to its weights: a network like any other. */
export function mergeAdapters(base: Parameters, adapters: Parameters, options: LoraOptions): Parameters {
  const merged: Record<string, Parameter> = { ...base };
  for (const layer of options.layers) {
    const [rows, columns] = shapeOf(base, layer);
    const [a, b] = [adapters[factorA(layer)], adapters[factorB(layer)]];
    if (!a || !b) throw new Error(`layer "${layer}" has no adapter: make one with initialAdapters`);
    const scale = options.alpha / options.rank;
    const data = Float32Array.from(base[layer]!.data, (weight, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      let change = 0;
      for (let k = 0; k < options.rank; k++) change += a.data[row * options.rank + k]! * b.data[k * columns + column]!;
      return weight + scale * change;
    });
    merged[layer] = { shape: [rows, columns], data };
  }
  return merged;
}

function shapeOf(base: Parameters, layer: string): readonly [number, number] {
  const shape = base[layer]?.shape;
  const [rows, columns] = shape ?? [];
  if (shape?.length !== 2 || rows === undefined || columns === undefined)
    throw new Error(
      `"${layer}" is ${shape ? `a parameter of shape [${shape.join(', ')}]` : 'no parameter of the base'}: adapt weights of two axes`,
    );
  return [rows, columns];
}

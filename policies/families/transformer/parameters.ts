import { productOf } from '../../../harness/shared/numbers.ts';
import type { Parameter, Parameters } from '../../networks/training/trainer.ts';
import { FEATURES } from './candidate-state.ts';
import { MARKS } from './sequence.ts';
import type { NetworkSize } from './settings.ts';

/** Everything that fixes the shapes of a network's parameters. */
export interface TransformerShape {
  readonly size: NetworkSize;
  /** Token ids. */
  readonly tokens: number;
  /** Embeddings of actions known by heart, row 0 being all others. */
  readonly actions: number;
  readonly factBits: number;
}

/** Name of a layer's parameter. */
export function layerName(layer: number, name: string): string {
  return `layer${layer}.${name}`;
}

const LAYERS = ['qkv', 'out', 'up', 'down'] as const;
const HEADS = ['match.screen', 'match.candidate', 'join.screen', 'join.candidate'] as const;

/** Names of the products that adapters change: those of every layer, and those that match screens with candidates. */
export function adaptedLayers({ size }: Pick<TransformerShape, 'size'>): string[] {
  const within = Array.from({ length: size.layers }, (_, layer) => LAYERS.map((name) => layerName(layer, name)));
  return [...within.flat(), ...HEADS];
}

/** A network's parameters before training. */
export function initialTransformer(
  { size, tokens, actions, factBits }: TransformerShape,
  random: () => number,
): Parameters {
  const { width, inner, layers } = size;
  const fill = (shape: readonly number[], value: number): Parameter => {
    return { shape, data: new Float32Array(productOf(shape)).fill(value) };
  };
  const normal = normalFrom(random);
  const noise = (scale: number, ...shape: number[]): Parameter => {
    return { shape, data: fill(shape, 0).data.map(() => normal() * scale) };
  };
  const matrix = (rows: number, columns: number, gain = 1) => noise(gain / Math.sqrt(rows), rows, columns);
  const parameters: Record<string, Parameter> = {
    token: noise(0.1, tokens, width),
    mark: noise(0.1, MARKS, width),
  };
  for (let layer = 0; layer < layers; layer++) {
    const own: Record<string, Parameter> = {
      'norm1.scale': fill([width], 1),
      'norm1.shift': fill([width], 0),
      qkv: matrix(width, 3 * width),
      'qkv.bias': fill([3 * width], 0),
      out: matrix(width, width, 0.5),
      'norm2.scale': fill([width], 1),
      'norm2.shift': fill([width], 0),
      up: matrix(width, inner),
      'up.bias': fill([inner], 0),
      down: matrix(inner, width, 0.5),
      'down.bias': fill([width], 0),
    };
    for (const [name, parameter] of Object.entries(own)) parameters[layerName(layer, name)] = parameter;
  }
  return { ...parameters, ...headParameters(width, actions, factBits, fill, matrix) };
}

function headParameters(
  width: number,
  actions: number,
  factBits: number,
  fill: (shape: readonly number[], value: number) => Parameter,
  matrix: (rows: number, columns: number, gain?: number) => Parameter,
): Parameters {
  return {
    'norm.scale': fill([width], 1),
    'norm.shift': fill([width], 0),
    action: fill([actions, width], 0),
    fact: fill([2 ** factBits], 0),
    feature: matrix(FEATURES, width, 0.3),
    'match.screen': matrix(width, width),
    'match.candidate': matrix(width, width),
    'read.query': matrix(width, width),
    'read.key': matrix(width, width),
    'read.value': matrix(width, width),
    'join.screen': matrix(width, width),
    'join.candidate': matrix(width, width),
    'join.bias': fill([width], 0),
    'join.out': matrix(width, 1, 0.5),
  };
}

/** Draws from the standard normal distribution. Source: Box & Muller 1958. */
export function normalFrom(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

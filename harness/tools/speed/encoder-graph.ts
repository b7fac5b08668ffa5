import { attendHeads } from '../../../policies/families/transformer/encoder.ts';
import { crossEntropy, gelu } from '../../../policies/networks/graph/functions.ts';
import type { Graph } from '../../../policies/networks/graph/graph.ts';
import type { Dim, Value } from '../../../policies/networks/graph/operator.ts';
import type { Parameters } from '../../../policies/networks/training/trainer.ts';
import { productOf } from '../../shared/numbers.ts';
import { createRng } from '../../shared/streams.ts';

/** Sizes of a pre-norm transformer encoder. */
export interface EncoderShape {
  readonly vocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly hidden: number;
  readonly layers: number;
  readonly tokens: number;
  readonly classes: number;
}

/** The encoder that training and inference are timed on: 1.5 million parameters. */
export const TIMED_ENCODER: EncoderShape = {
  vocabulary: 8192,
  width: 128,
  heads: 4,
  hidden: 512,
  layers: 2,
  tokens: 96,
  classes: 64,
};

/** Small random parameters, the same for a seed. */
export function encoderParameters(shape: EncoderShape, seed: string): Parameters {
  const random = createRng('speed parameters', seed).next;
  const { vocabulary, width, hidden, tokens, classes } = shape;
  const noise = (...dims: number[]) => {
    const scale = Math.sqrt(3 / dims[0]!);
    const size = productOf(dims);
    return { shape: dims, data: Float32Array.from({ length: size }, () => (random() * 2 - 1) * scale) };
  };
  const constant = (size: number, value: number) => ({ shape: [size], data: new Float32Array(size).fill(value) });
  const all: (readonly [string, { shape: number[]; data: Float32Array }])[] = [
    ['words', noise(vocabulary, width)],
    ['places', noise(tokens, width)],
    ['classes', noise(width, classes)],
  ];
  for (let layer = 0; layer < shape.layers; layer++)
    all.push(
      ...(['query', 'key', 'value', 'joined'] as const).map(
        (name) => [`${layer}.${name}`, noise(width, width)] as const,
      ),
      [`${layer}.widen`, noise(width, hidden)],
      [`${layer}.narrow`, noise(hidden, width)],
      ...(['first', 'second'] as const).flatMap((name) => [
        [`${layer}.${name}.scale`, constant(width, 1)] as const,
        [`${layer}.${name}.shift`, constant(width, 0)] as const,
      ]),
    );
  return Object.fromEntries(all);
}

/** Scores of the classes for sequences of token ids. Shape: `ids` [batch, tokens] → [batch, classes]. */
export function encoderScores(
  graph: Graph,
  shape: EncoderShape,
  weights: Readonly<Record<string, Value>>,
  batch: Dim = 'batch',
): Value {
  const ids = graph.input('ids', 'int32', [batch, shape.tokens]);
  let x = graph.apply('Add', [graph.apply('Gather', [weights.words!, ids]), weights.places!]);
  for (let layer = 0; layer < shape.layers; layer++) {
    const weight = (name: string) => weights[`${layer}.${name}`]!;
    const normal = (name: string) =>
      graph.apply('LayerNormalization', [x, weight(`${name}.scale`), weight(`${name}.shift`)], { axis: -1 });
    const first = normal('first');
    const product = (name: string) => graph.apply('MatMul', [first, weight(name)]);
    const parts = { query: product('query'), key: product('key'), value: product('value') };
    const read = attendHeads(graph, parts, null, shape);
    x = graph.apply('Add', [x, graph.apply('MatMul', [read, weight('joined')])]);
    const wide = gelu(graph, graph.apply('MatMul', [normal('second'), weight('widen')]));
    x = graph.apply('Add', [x, graph.apply('MatMul', [wide, weight('narrow')])]);
  }
  return graph.apply('MatMul', [graph.apply('ReduceMean', [x, graph.ints([1])], { keepdims: 0 }), weights.classes!]);
}

/** Mean cross entropy of the right classes; adds the inputs that say which these are. */
export function encoderLoss(
  graph: Graph,
  shape: EncoderShape,
  weights: Readonly<Record<string, Value>>,
  batch: Dim = 'batch',
): Value {
  const scores = encoderScores(graph, shape, weights, batch);
  const target = graph.input('target', 'float32', [batch, shape.classes]);
  const weight = graph.input('weight', 'float32', [batch]);
  return crossEntropy(graph, graph.apply('LogSoftmax', [scores]), target, weight);
}

/** Multiplications and additions of one forward pass over one sequence, matrix products alone. */
export function forwardOperations(shape: EncoderShape): number {
  const { tokens, width, hidden, layers, classes } = shape;
  const projections = 4 * tokens * width * width;
  const attended = 2 * tokens * tokens * width;
  const widened = 2 * tokens * width * hidden;
  return 2 * (layers * (projections + attended + widened) + width * classes);
}

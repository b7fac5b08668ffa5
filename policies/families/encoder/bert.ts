import { exactGelu, gelu } from '../../networks/graph/functions.ts';
import type { Graph } from '../../networks/graph/graph.ts';
import type { Value } from '../../networks/graph/operator.ts';
import { affine, attendHeads, attentionBarrier, type Weights } from '../transformer/encoder.ts';

/** Sizes of an encoder of the BERT type, as its `config.json` gives them. */
export interface BertShape {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Width between the two products of a layer. */
  readonly inner: number;
  /** Most tokens of a text. */
  readonly positions: number;
  readonly types: number;
  /** Of its normalisations. */
  readonly epsilon: number;
  readonly activation: 'gelu' | 'gelu_new' | 'gelu_pytorch_tanh' | 'relu';
}

export const layerOf = (layer: number, name: string) => `encoder.layer.${layer}.${name}`;

/** Names of the products of a layer, as the Hugging Face layout has them, with in and out sizes. */
const productsOf = (shape: BertShape) =>
  ({
    'attention.self.query': [shape.width, shape.width],
    'attention.self.key': [shape.width, shape.width],
    'attention.self.value': [shape.width, shape.width],
    'attention.output.dense': [shape.width, shape.width],
    'intermediate.dense': [shape.width, shape.inner],
    'output.dense': [shape.inner, shape.width],
  }) as const;

/** Shapes of all weights by name; those of products are [in, out]. */
export function bertWeightShapes(shape: BertShape): Record<string, readonly number[]> {
  const { vocabulary, width, positions, types, layers } = shape;
  const shapes: Record<string, readonly number[]> = {
    'embeddings.word_embeddings.weight': [vocabulary, width],
    'embeddings.position_embeddings.weight': [positions, width],
    'embeddings.token_type_embeddings.weight': [types, width],
    'embeddings.LayerNorm.weight': [width],
    'embeddings.LayerNorm.bias': [width],
  };
  for (let layer = 0; layer < layers; layer++) {
    for (const [name, [from, to]] of Object.entries(productsOf(shape))) {
      shapes[layerOf(layer, `${name}.weight`)] = [from, to];
      shapes[layerOf(layer, `${name}.bias`)] = [to];
    }
    for (const name of ['attention.output.LayerNorm', 'output.LayerNorm']) {
      shapes[layerOf(layer, `${name}.weight`)] = [width];
      shapes[layerOf(layer, `${name}.bias`)] = [width];
    }
  }
  return shapes;
}

/** The inputs of a run of texts, filled up to rows × tokens. */
export interface BertInputs {
  /** Shape: [rows, tokens]. */
  readonly tokens: Value;
  /** 0, 1, 2 and so on in each row. Shape: [rows, tokens]. */
  readonly places: Value;
  /** 1 where a token stands, 0 where the row is filled up. Shape: [rows, tokens]. */
  readonly present: Value;
}

export function bertInputs(graph: Graph): BertInputs {
  return {
    tokens: graph.input('tokens', 'int32', ['rows', 'tokens']),
    places: graph.input('places', 'int32', ['rows', 'tokens']),
    present: graph.input('present', graph.float, ['rows', 'tokens']),
  };
}

/**
 * States of the tokens after the last layer, without dropout. Shape: [rows, tokens, width].
 *
 * Source: Devlin et al. 2019.
 */
export function bertStates(graph: Graph, weights: Weights, inputs: BertInputs, shape: BertShape): Value {
  const start = bertEmbeddings(graph, weights, inputs, shape);
  return bertLayers(graph, weights, { states: start, present: inputs.present }, shape, 0);
}

function bertEmbeddings(graph: Graph, weights: Weights, inputs: BertInputs, shape: BertShape): Value {
  const add = (a: Value, b: Value) => graph.apply('Add', [a, b]);
  const words = graph.apply('Gather', [weights['embeddings.word_embeddings.weight']!, inputs.tokens]);
  const places = graph.apply('Gather', [weights['embeddings.position_embeddings.weight']!, inputs.places]);
  const first = firstRow(graph, weights['embeddings.token_type_embeddings.weight']!, shape.types);
  return normal(graph, weights, add(add(words, places), first), 'embeddings.LayerNorm', shape);
}

/** States of tokens, and which of them stand. */
export interface TokenStates {
  /** Shape: [rows, tokens, width]. */
  readonly states: Value;
  /** Shape: [rows, tokens]. */
  readonly present: Value;
}

/** States after all layers from `from` on, counted from 0. Shape: [rows, tokens, width]. */
export function bertLayers(
  graph: Graph,
  weights: Weights,
  { states, present }: TokenStates,
  shape: BertShape,
  from: number,
): Value {
  const add = (a: Value, b: Value) => graph.apply('Add', [a, b]);
  const product = (x: Value, name: string) => affine(graph, x, weights[`${name}.weight`]!, weights[`${name}.bias`]!);
  const barrier = attentionBarrier(graph, present);
  let x = states;
  for (let layer = from; layer < shape.layers; layer++) {
    const name = (part: string) => layerOf(layer, part);
    const [query, key, value] = ['query', 'key', 'value'].map((part) => product(x, name(`attention.self.${part}`)));
    const read = attendHeads(graph, { query: query!, key: key!, value: value! }, barrier, shape);
    const attended = add(x, product(read, name('attention.output.dense')));
    x = normal(graph, weights, attended, name('attention.output.LayerNorm'), shape);
    const inner = activate(graph, product(x, name('intermediate.dense')), shape.activation);
    x = normal(graph, weights, add(x, product(inner, name('output.dense'))), name('output.LayerNorm'), shape);
  }
  return x;
}

function normal(graph: Graph, weights: Weights, x: Value, name: string, { epsilon }: BertShape): Value {
  return graph.apply('LayerNormalization', [x, weights[`${name}.weight`]!, weights[`${name}.bias`]!], {
    epsilon: { float: epsilon },
  });
}

/** Texts come alone: all their tokens are of the first type. */
function firstRow(graph: Graph, table: Value, rows: number): Value {
  return rows === 1 ? table : graph.applyMany('Split', [table, graph.ints([1, rows - 1])], { axis: 0 })[0]!;
}

function activate(graph: Graph, x: Value, activation: BertShape['activation']): Value {
  if (activation === 'relu') return graph.apply('Relu', [x]);
  return activation === 'gelu' ? exactGelu(graph, x) : gelu(graph, x);
}

import type { Graph } from '../../networks/graph/graph.ts';
import type { Dim, Value } from '../../networks/graph/operator.ts';
import { layerName } from './parameters.ts';
import { MARKS } from './sequence.ts';
import type { NetworkSize } from './settings.ts';

export type Weights = Readonly<Record<string, Value>>;

/** The input tensors of sequences. */
export interface SequenceInputs {
  /** Shape: [rows, tokens]. */
  readonly tokens: Value;
  /** 1 for a token's part, age and place. Shape: [rows, tokens, MARKS]. */
  readonly marks: Value;
  /** 1 where a token stands, 0 where the row is filled up. Shape: [rows, tokens]. */
  readonly present: Value;
}

/** Adds the inputs of sequences, under names that begin with `prefix`. */
export function sequenceInputs(graph: Graph, prefix: string, rows: Dim, tokens: Dim): SequenceInputs {
  return {
    tokens: graph.input(`${prefix}_tokens`, 'int32', [rows, tokens]),
    marks: graph.input(`${prefix}_marks`, graph.float, [rows, tokens, MARKS]),
    present: graph.input(`${prefix}_present`, graph.float, [rows, tokens]),
  };
}

/** Gives a layer's output a chance to be left out in training; null while serving. */
export type Drop = ((branch: Value) => Value) | null;

/** Encodes tokens. Shape: [rows, tokens] → [rows, tokens, width], normalised. */
export function encode(graph: Graph, weights: Weights, inputs: SequenceInputs, size: NetworkSize, drop: Drop): Value {
  // A product with ones and zeros: its gradient is a product too, where that of a look-up would be a slow scatter.
  const marks = graph.apply('MatMul', [inputs.marks, weights.mark!]);
  const start = graph.apply('Add', [graph.apply('Gather', [weights.token!, inputs.tokens]), marks]);
  return throughLayers(graph, weights, start, inputs.present, size, drop);
}

/**
 * The layers of a pre-LN transformer. Shape: [rows, tokens, width] → [rows, tokens, width], normalised.
 *
 * Source: Vaswani et al. 2017; Xiong et al. 2020 for the place of the normalisation.
 */
export function throughLayers(
  graph: Graph,
  weights: Weights,
  start: Value,
  present: Value,
  size: NetworkSize,
  drop: Drop,
): Value {
  const add = (a: Value, b: Value) => graph.apply('Add', [a, b]);
  let x = start;
  const barrier = attentionBarrier(graph, present);
  const dropped = drop ?? ((branch: Value) => branch);
  for (let layer = 0; layer < size.layers; layer++) {
    const weight = (name: string) => weights[layerName(layer, name)]!;
    const first = graph.apply('LayerNormalization', [x, weight('norm1.scale'), weight('norm1.shift')]);
    const heads = attend(graph, affine(graph, first, weight('qkv'), weight('qkv.bias')), barrier, size);
    x = add(x, dropped(graph.apply('MatMul', [heads, weight('out')])));
    const second = graph.apply('LayerNormalization', [x, weight('norm2.scale'), weight('norm2.shift')]);
    const up = graph.apply('Relu', [affine(graph, second, weight('up'), weight('up.bias'))]);
    x = add(x, dropped(affine(graph, up, weight('down'), weight('down.bias'))));
  }
  return graph.apply('LayerNormalization', [x, weights['norm.scale']!, weights['norm.shift']!]);
}

/** x·weight + bias. */
export function affine(graph: Graph, x: Value, weight: Value, bias: Value): Value {
  return graph.apply('Add', [graph.apply('MatMul', [x, weight]), bias]);
}

/** 0 where a token stands and −1e9 where none does. Shape: [rows, tokens] → [rows, 1, 1, tokens]. */
export function attentionBarrier(graph: Graph, present: Value): Value {
  const barrier = graph.apply('Mul', [graph.apply('Sub', [present, graph.scalar(1)]), graph.scalar(1e9)]);
  return graph.apply('Unsqueeze', [barrier, graph.ints([1, 2])]);
}

function attend(graph: Graph, qkv: Value, barrier: Value, size: NetworkSize): Value {
  const { width } = size;
  const [query, key, value] = graph.applyMany('Split', [qkv, graph.ints([width, width, width])], { axis: 2 });
  return attendHeads(graph, { query: query!, key: key!, value: value! }, barrier, size);
}

/** What tokens ask for, what they offer, and what is read of them. Shape of each: [rows, tokens, width]. */
interface AttentionParts {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
}

/**
 * What each token reads of all others, head by head. Shape: [rows, tokens, width].
 *
 * The gradient is by hand: with P the shares, R what is read and dP = dR·Vᵀ, that of the scores is P∘(dP − Σ dR∘R), and
 * so takes two passes over tokens × tokens in place of four. Source: Dao et al. 2022, eq. 4.
 */
export function attendHeads(
  graph: Graph,
  parts: AttentionParts,
  barrier: Value | null,
  { width, heads }: Pick<NetworkSize, 'width' | 'heads'>,
): Value {
  const depth = width / heads;
  const scale = graph.scalar(1 / Math.sqrt(depth));
  const mul = (a: Value, b: Value) => graph.apply('Mul', [a, b]);
  const product = (a: Value, b: Value) => graph.apply('MatMul', [a, b]);
  const turned = (x: Value) => graph.apply('Transpose', [x], { perm: [0, 1, 3, 2] });
  const apart = (part: Value, perm: readonly number[]) =>
    graph.apply('Transpose', [graph.apply('Reshape', [part, graph.ints([0, 0, heads, depth])])], { perm });
  const together = (x: Value) =>
    graph.apply('Reshape', [graph.apply('Transpose', [x], { perm: [0, 2, 1, 3] }), graph.ints([0, 0, width])]);
  return graph.composed([parts.query, parts.key, parts.value], () => {
    const query = mul(apart(parts.query, [0, 2, 1, 3]), scale);
    const key = apart(parts.key, [0, 2, 3, 1]);
    const value = apart(parts.value, [0, 2, 1, 3]);
    const scores = product(query, key);
    const shares = graph.apply('Softmax', [barrier ? graph.apply('Add', [scores, barrier]) : scores]);
    const read = product(shares, value);
    const vjp = (gradient: Value) => {
      const dRead = apart(gradient, [0, 2, 1, 3]);
      const total = graph.apply('ReduceSum', [mul(dRead, read), graph.ints([3])], { keepdims: 1 });
      const dScores = mul(shares, graph.apply('Sub', [product(dRead, turned(value)), total]));
      const dQuery = mul(product(dScores, turned(key)), scale);
      return [dQuery, product(turned(dScores), query), product(turned(shares), dRead)].map(together);
    };
    return { output: together(read), vjp };
  });
}

/** The state of each row's first token. Shape: [rows, tokens, width] → [rows, width]. */
export function firstState(graph: Graph, states: Value, first: Value): Value {
  const row = graph.apply('MatMul', [graph.apply('Unsqueeze', [first, graph.ints([1])]), states]);
  return graph.apply('Reshape', [row, graph.ints([0, Number(states.shape[2])])]);
}

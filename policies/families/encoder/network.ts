import { productOf } from '../../../harness/shared/numbers.ts';
import { crossEntropy, elementsAt, maskedLogSoftmax, sumOver } from '../../networks/graph/functions.ts';
import type { Graph } from '../../networks/graph/graph.ts';
import type { Value } from '../../networks/graph/operator.ts';
import type { Parameter, Parameters } from '../../networks/training/trainer.ts';
import { firstState, throughLayers, type Weights } from '../transformer/encoder.ts';
import { type Judged, judgeCandidates, type ScreenStates } from '../transformer/network.ts';
import { initialTransformer, normalFrom } from '../transformer/parameters.ts';
import type { NetworkSize } from '../transformer/settings.ts';
import { MARKS } from './segments.ts';

/** Everything that fixes the shapes of the network's parameters. */
export interface EncoderNetworkShape {
  readonly size: NetworkSize;
  /** Width of the encoder's vectors. */
  readonly vector: number;
  /** Embeddings of actions known by heart, row 0 being all others. */
  readonly actions: number;
  readonly factBits: number;
  /** log2 of the weights for crosses of n-gram features with candidates; 0: none are read. */
  readonly wideBits: number;
}

/** The network's parameters before training. What is known by heart starts at zero. */
export function initialNetwork(shape: EncoderNetworkShape, random: () => number): Parameters {
  const { size, vector, actions, factBits, wideBits } = shape;
  const {
    token: _token,
    mark: _mark,
    point: _point,
    ...layers
  } = initialTransformer({ size, tokens: 1, actions, factBits }, random);
  const normal = normalFrom(random);
  const noise = (scale: number, ...dims: number[]): Parameter => ({
    shape: dims,
    data: new Float32Array(productOf(dims)).map(() => normal() * scale),
  });
  const scale = 1 / Math.sqrt(vector);
  return {
    ...layers,
    'segment.vector': noise(scale, vector, size.width),
    'segment.mark': noise(0.3, MARKS, size.width),
    'candidate.vector': noise(scale, vector, size.width),
    ...(wideBits > 0 && { wide: { shape: [2 ** wideBits], data: new Float32Array(2 ** wideBits) } }),
  };
}

/** Screens as light layers over their segments leave them; adds their inputs. */
function readScreens(graph: Graph, weights: Weights, { size, vector }: EncoderNetworkShape): ScreenStates {
  const dims = ['rows', 'segments'] as const;
  const vectors = graph.input('segment_vectors', graph.float, [...dims, vector]);
  const marks = graph.input('segment_marks', graph.float, [...dims, MARKS]);
  const present = graph.input('segment_present', graph.float, dims);
  const acts = graph.apply('Gather', [weights.action!, graph.input('segment_action', 'int32', dims)]);
  const read = graph.apply('Add', [
    graph.apply('MatMul', [vectors, weights['segment.vector']!]),
    graph.apply('MatMul', [marks, weights['segment.mark']!]),
  ]);
  const states = throughLayers(graph, weights, graph.apply('Add', [read, acts]), present, size, null);
  const first = graph.input('segment_first', graph.float, dims);
  return { states, present, summary: firstState(graph, states, first) };
}

/** Each candidate's text and what is known of it by heart. Shape: [rows, candidates, width]. */
function readCandidates(graph: Graph, weights: Weights, { vector }: EncoderNetworkShape): Value {
  const dims = ['rows', 'candidates'] as const;
  const vectors = graph.input('text_vectors', graph.float, [...dims, vector]);
  const known = graph.apply('Gather', [weights.action!, graph.input('text_action', 'int32', dims)]);
  return graph.apply('Add', [graph.apply('MatMul', [vectors, weights['candidate.vector']!]), known]);
}

/** Scores of the candidates, and how each was judged; n-gram features count beside the encoder where there are weights for them. */
export function judge(
  graph: Graph,
  weights: Weights,
  shape: EncoderNetworkShape,
): Judged & ScreenStates & { readonly offered: Value } {
  const screen = readScreens(graph, weights, shape);
  const offered = readCandidates(graph, weights, shape);
  const judged = judgeCandidates(graph, weights, screen, offered, shape.size.width);
  const scores = weights.wide ? graph.apply('Add', [judged.scores, crossed(graph, weights.wide)]) : judged.scores;
  return { ...screen, ...judged, scores, offered };
}

/** Σ weight of each n-gram feature crossed with the candidate. Shape: [rows, candidates]. */
function crossed(graph: Graph, wide: Value): Value {
  const context = graph.input('context', 'int32', ['rows', 'features']);
  const weight = graph.input('context_weight', graph.float, ['rows', 'features']);
  const identity = graph.input('identity', 'int32', ['rows', 'candidates']);
  const ids = graph.apply('BitwiseXor', [
    graph.apply('Unsqueeze', [context, graph.ints([1])]),
    graph.apply('Unsqueeze', [identity, graph.ints([2])]),
  ]);
  const weighed = graph.apply('Mul', [
    elementsAt(graph, wide, ids),
    graph.apply('Unsqueeze', [weight, graph.ints([1])]),
  ]);
  return sumOver(graph, weighed, [2]);
}

/** The training loss: cross entropy over the candidates that each screen offers. */
export function trainingLoss(graph: Graph, weights: Weights, shape: EncoderNetworkShape): Value {
  const { scores } = judge(graph, weights, shape);
  const target = graph.input('target', graph.float, ['rows', 'candidates']);
  const mask = graph.input('mask', graph.float, ['rows', 'candidates']);
  const weight = graph.input('weight', graph.float, ['rows']);
  return crossEntropy(graph, maskedLogSoftmax(graph, scores, mask), target, weight);
}

import { z } from 'zod';
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

const size = (most: number) => z.int().positive().max(most);

/** A network's shape as a stored model's description has it. */
export const storedShapeSchema: z.ZodType<EncoderNetworkShape> = z.strictObject({
  size: z.strictObject({ width: size(4096), heads: size(64), layers: size(64), inner: size(16_384) }),
  vector: size(16_384),
  actions: size(1_000_000),
  factBits: size(24),
  wideBits: z.int().min(0).max(24),
});

/** The network's parameters before training. What is known by heart starts at zero. */
export function initialNetwork(shape: EncoderNetworkShape, random: () => number): Parameters {
  const { size, vector, actions, factBits, wideBits } = shape;
  const { token: _token, mark: _mark, ...layers } = initialTransformer({ size, tokens: 1, actions, factBits }, random);
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

export const SEGMENT_DIMS = ['rows', 'segments'] as const;
export const CANDIDATE_DIMS = ['rows', 'candidates'] as const;

/** What the encoder makes of the texts of screens and candidates. */
export interface TextValues {
  /** Shape: [rows, segments, vector]. */
  readonly segments: Value;
  /** Shape: [rows, candidates, vector]. */
  readonly candidates: Value;
}

/** The vectors as inputs, for an encoder that stays as it is. */
function givenVectors(graph: Graph, { vector }: EncoderNetworkShape): TextValues {
  return {
    segments: graph.input('segment_vectors', graph.float, [...SEGMENT_DIMS, vector]),
    candidates: graph.input('text_vectors', graph.float, [...CANDIDATE_DIMS, vector]),
  };
}

/** Screens as light layers over their segments leave them; adds their inputs. */
function readScreens(graph: Graph, weights: Weights, { size }: EncoderNetworkShape, vectors: Value): ScreenStates {
  const dims = SEGMENT_DIMS;
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
function readCandidates(graph: Graph, weights: Weights, vectors: Value): Value {
  const known = graph.apply('Gather', [weights.action!, graph.input('text_action', 'int32', CANDIDATE_DIMS)]);
  return graph.apply('Add', [graph.apply('MatMul', [vectors, weights['candidate.vector']!]), known]);
}

/** Scores of the candidates, and how each was judged; n-gram features count beside the encoder where there are weights for them. */
export function judge(
  graph: Graph,
  weights: Weights,
  shape: EncoderNetworkShape,
  vectors = givenVectors(graph, shape),
): Judged & ScreenStates & { readonly offered: Value } {
  const screen = readScreens(graph, weights, shape, vectors.segments);
  const offered = readCandidates(graph, weights, vectors.candidates);
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
export function trainingLoss(graph: Graph, weights: Weights, shape: EncoderNetworkShape, vectors?: TextValues): Value {
  const { scores } = judge(graph, weights, shape, vectors);
  const target = graph.input('target', graph.float, ['rows', 'candidates']);
  const mask = graph.input('mask', graph.float, ['rows', 'candidates']);
  const weight = graph.input('weight', graph.float, ['rows']);
  return crossEntropy(graph, maskedLogSoftmax(graph, scores, mask), target, weight);
}

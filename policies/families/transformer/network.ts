import { crossEntropy, elementsAt, gelu, maskedLogSoftmax, sumOver } from '../../networks/graph/functions.ts';
import type { Graph } from '../../networks/graph/graph.ts';
import type { Dim, Value } from '../../networks/graph/operator.ts';
import { FEATURES } from './candidate-state.ts';
import { affine, type Drop, encode, firstState, sequenceInputs, type Weights } from './encoder.ts';
import type { NetworkSize } from './settings.ts';

/** A screen as the encoder leaves it. */
export interface ScreenStates {
  /** Shape: [rows, tokens, width]. */
  readonly states: Value;
  /** Shape: [rows, tokens]. */
  readonly present: Value;
  /** The state of the first token, which sees all others. Shape: [rows, width]. */
  readonly summary: Value;
}

/** Encodes screens; adds their inputs. */
export function encodeScreens(
  graph: Graph,
  weights: Weights,
  size: NetworkSize,
  tokens: Dim,
  drop: Drop,
): ScreenStates {
  const inputs = sequenceInputs(graph, 'screen', 'rows', tokens);
  const states = encode(graph, weights, inputs, size, drop);
  const first = graph.input('screen_first', graph.float, ['rows', tokens]);
  return { states, present: inputs.present, summary: firstState(graph, states, first) };
}

/**
 * Encodes candidates from their texts with the same encoder, each text once; what is known of an action by heart is
 * added. Shape of the result: [texts, width].
 */
export function encodeCandidates(graph: Graph, weights: Weights, size: NetworkSize, tokens: Dim, drop: Drop): Value {
  const inputs = sequenceInputs(graph, 'candidate', 'texts', tokens);
  const states = encode(graph, weights, inputs, size, drop);
  const first = graph.input('candidate_first', graph.float, ['texts', tokens]);
  const known = graph.apply('Gather', [weights.action!, graph.input('candidate_action', 'int32', ['texts'])]);
  return graph.apply('Add', [firstState(graph, states, first), known]);
}

/** What the network makes of each candidate on its screen. */
export interface Judged {
  /** Shape: [rows, candidates]. */
  readonly scores: Value;
  /** The screen as read for each candidate. Shape: [rows, candidates, width]. */
  readonly joined: Value;
}

/**
 * Scores candidates from their vectors, to which the features of their state here are added.
 *
 * score = summary·candidate/√width + w·gelu(read + screen + candidate) + Σ fact: `read` is what the candidate finds by
 * attention among the screen's tokens, facts are weights of what holds of it here.
 */
export function judgeCandidates(
  graph: Graph,
  weights: Weights,
  screen: ScreenStates,
  texts: Value,
  width: number,
): Judged {
  const apply = graph.apply.bind(graph);
  const features = graph.input('features', graph.float, ['rows', 'candidates', FEATURES]);
  const offered = apply('Add', [texts, apply('MatMul', [features, weights.feature!])]);
  const scale = graph.scalar(1 / Math.sqrt(width));
  const weight = (name: string) => weights[name]!;
  const across = (value: Value) => apply('Unsqueeze', [value, graph.ints([1])]);
  const matched = apply('Mul', [
    across(apply('MatMul', [screen.summary, weight('match.screen')])),
    apply('MatMul', [offered, weight('match.candidate')]),
  ]);
  const match = apply('Mul', [sumOver(graph, matched, [2]), scale]);
  const query = apply('Mul', [apply('MatMul', [offered, weight('read.query')]), scale]);
  const key = apply('Transpose', [apply('MatMul', [screen.states, weight('read.key')])], { perm: [0, 2, 1] });
  const barrier = apply('Mul', [apply('Sub', [screen.present, graph.scalar(1)]), graph.scalar(1e9)]);
  const attention = apply('Softmax', [apply('Add', [apply('MatMul', [query, key]), across(barrier)])]);
  const read = apply('MatMul', [attention, apply('MatMul', [screen.states, weight('read.value')])]);
  const side = across(affine(graph, screen.summary, weight('join.screen'), weight('join.bias')));
  const sum = apply('Add', [apply('Add', [read, side]), apply('MatMul', [offered, weight('join.candidate')])]);
  const joined = gelu(graph, sum);
  const judged = apply('Reshape', [apply('MatMul', [joined, weight('join.out')]), graph.ints([0, 0])]);
  const facts = graph.input('facts', 'int32', ['rows', 'candidates', 'facts']);
  const held = sumOver(graph, elementsAt(graph, weight('fact'), facts), [2]);
  return { scores: apply('Add', [apply('Add', [match, judged]), held]), joined };
}

/** Scores in training, where channels are left out; adds the inputs that they need. Shape: [rows, candidates]. */
export function trainingScores(graph: Graph, weights: Weights, size: NetworkSize): Value {
  const screens = encodeScreens(graph, weights, size, 'tokens', dropOf(graph, 'screen', 'rows', size));
  const texts = encodeCandidates(graph, weights, size, 'letters', dropOf(graph, 'candidate', 'texts', size));
  const offered = graph.apply('Gather', [texts, graph.input('offered', 'int32', ['rows', 'candidates'])]);
  return judgeCandidates(graph, weights, screens, offered, size.width).scores;
}

/** The training loss: cross entropy over the candidates that each screen offers. */
export function trainingLoss(graph: Graph, weights: Weights, size: NetworkSize): Value {
  const scores = trainingScores(graph, weights, size);
  const target = graph.input('target', graph.float, ['rows', 'candidates']);
  const mask = graph.input('mask', graph.float, ['rows', 'candidates']);
  const weight = graph.input('weight', graph.float, ['rows']);
  return crossEntropy(graph, maskedLogSoftmax(graph, scores, mask), target, weight);
}

/** Leaves channels of a branch out, the same for all tokens of a row: masks come as inputs, two a layer. */
function dropOf(graph: Graph, prefix: string, rows: Dim, { width }: NetworkSize): Drop {
  let branch = 0;
  return (value) => {
    const kept = graph.input(`${prefix}_keep${branch++}`, graph.float, [rows, 1, width]);
    return graph.apply('Mul', [value, kept]);
  };
}

import { productOf } from '../../../harness/shared/numbers.ts';
import { crossEntropy, elementsAt, maskedLogSoftmax, sumOver } from '../graph/functions.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Parameters } from '../training/trainer.ts';
import { forwardLoss, type LabelNoise, truthful, unbiasedLoss } from './label-noise.ts';

/** Sizes of a ranker's tables. */
export interface RankerShape {
  /** Features that every candidate has of its own. */
  readonly facts: number;
  /** log2 of the weights for context × candidate crosses. */
  readonly wideBits: number;
  /** log2 of the weights for candidates' own features. */
  readonly ownBits: number;
  /** log2 of the embeddings for context features and for label words. */
  readonly deepBits: number;
  /** Width of the embeddings and of the hidden layer. */
  readonly width: number;
}

/**
 * Scores of a minibatch's candidates. Shape: [batch, candidates].
 *
 * score = Σ wide[context feature ⊕ identity] + Σ own[feature] + hidden(Σ embedding[context]) · mean embedding[label word]:
 * the first part remembers what was done in a context, the second and third also rank candidates never seen.
 */
export function scores(graph: Graph, parameters: Readonly<Record<string, Value>>): Value {
  const { wide, own, deepContext, deepWord, hidden, bias } = parameters;
  const context = graph.input('context', 'int32', ['batch', 'features']);
  const contextWeight = graph.input('context_weight', 'float32', ['batch', 'features']);
  const identity = graph.input('identity', 'int32', ['batch', 'candidates']);
  const crossed = graph.apply('BitwiseXor', [
    graph.apply('Unsqueeze', [context, graph.ints([1])]),
    graph.apply('Unsqueeze', [identity, graph.ints([2])]),
  ]);
  const weighed = graph.apply('Mul', [
    elementsAt(graph, wide!, crossed),
    graph.apply('Unsqueeze', [contextWeight, graph.ints([1])]),
  ]);
  const factIds = graph.input('facts', 'int32', ['batch', 'candidates', 'facts']);
  const ownScore = sumOver(graph, elementsAt(graph, own!, factIds), [2]);
  const linear = graph.apply('Add', [sumOver(graph, weighed, [2]), ownScore]);
  if (!deepContext || !deepWord || !hidden || !bias) return linear;
  const deepIds = graph.input('deep_context', 'int32', ['batch', 'features']);
  const rows = graph.apply('Mul', [
    graph.apply('Gather', [deepContext, deepIds]),
    graph.apply('Unsqueeze', [contextWeight, graph.ints([2])]),
  ]);
  const bag = sumOver(graph, rows, [1]);
  const layer = graph.apply('Tanh', [graph.apply('Add', [graph.apply('MatMul', [bag, hidden]), bias])]);
  const wordIds = graph.input('words', 'int32', ['batch', 'candidates', 'words']);
  const wordWeight = graph.input('word_weight', 'float32', ['batch', 'candidates', 'words']);
  const words = graph.apply('Mul', [
    graph.apply('Gather', [deepWord, wordIds]),
    graph.apply('Unsqueeze', [wordWeight, graph.ints([3])]),
  ]);
  const label = sumOver(graph, words, [2]);
  const match = graph.apply('Mul', [graph.apply('Unsqueeze', [layer, graph.ints([1])]), label]);
  return graph.apply('Add', [linear, sumOver(graph, match, [2])]);
}

/** Mean cross entropy of the labelled candidates, corrected for noise; adds the inputs that say which these are. */
export function rankingLoss(graph: Graph, scored: Value, noise?: LabelNoise): Value {
  const target = graph.input('target', 'float32', scored.shape);
  const mask = graph.input('mask', 'float32', scored.shape);
  const weight = graph.input('weight', 'float32', ['batch']);
  if (!noise) return crossEntropy(graph, maskedLogSoftmax(graph, scored, mask), target, weight);
  const inputs = { scores: scored, mask, target, weight };
  if (noise.correction === 'unbiased') return unbiasedLoss(graph, inputs);
  const floor = graph.input('floor', 'float32', scored.shape);
  return forwardLoss(graph, { ...inputs, floor }, truthful(noise));
}

/** A network's parameters before training: linear parts at zero, embeddings small and random. */
export function initialRanker(shape: RankerShape, random: () => number): Parameters {
  const zeros = (...dims: number[]) => ({ shape: dims, data: new Float32Array(productOf(dims)) });
  const noise = (scale: number, ...dims: number[]) => {
    // Millions of numbers: a plain loop draws them in half the time.
    const data = new Float32Array(productOf(dims));
    for (let at = 0; at < data.length; at++) data[at] = (random() * 2 - 1) * scale;
    return { shape: dims, data };
  };
  const linear = { wide: zeros(2 ** shape.wideBits), own: zeros(2 ** shape.ownBits) };
  if (shape.width === 0) return linear;
  return {
    ...linear,
    deepContext: noise(0.05, 2 ** shape.deepBits, shape.width),
    deepWord: noise(0.1, 2 ** shape.deepBits, shape.width),
    hidden: noise(Math.sqrt(3 / shape.width), shape.width, shape.width),
    bias: zeros(shape.width),
  };
}

import { sumOf } from '../../../harness/shared/numbers.ts';
import { crossEntropy, maskedLogSoftmax, sumOver } from '../graph/functions.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';

/**
 * How labels go wrong, and how training takes that into account.
 *
 * A label is drawn regardless of the truth with probability Σ floors, and then names candidate i with floors[i]; else it
 * is the truth. With two candidates this is any pair of error rates: P(label i | truth j ≠ i) = floors[i].
 */
export interface LabelNoise {
  /** Range: [0, 1) each, and in sum. */
  readonly floors: readonly number[];
  /**
   * `forward` compares labels with the probability of the *label*; `unbiased` gives each label's loss such weights,
   * negative ones among them, that its expectation is the loss of the truth.
   */
  readonly correction: 'forward' | 'unbiased';
}

/** Keeps the logarithm of a probability that underflows finite. */
const TINY = 1e-30;

/** Share of labels that are the truth by more than chance. */
export function truthful(noise: LabelNoise): number {
  return 1 - sumOf(noise.floors);
}

/** Probability that the label names a candidate which is right with probability `right`. */
export function labelProbability(right: number, candidate: number, noise: LabelNoise | undefined): number {
  return noise ? truthful(noise) * right + (noise.floors[candidate] ?? 0) : right;
}

/** Target of one candidate in the unbiased loss. Source: Natarajan et al. 2013, lemma 1, for these rates. */
export function unbiasedTarget(named: boolean, candidate: number, noise: LabelNoise): number {
  return ((named ? 1 : 0) - (noise.floors[candidate] ?? 0)) / truthful(noise);
}

/**
 * Log-loss of noisy labels under the probabilities that the scores give them: p̃ = (1 − Σ floors)·p + floor.
 *
 * Shapes: scores, mask, target and floor [batch, candidates], weight [batch]. Source: Patrini et al. 2017, forward.
 */
export function forwardLoss(
  graph: Graph,
  { scores, mask, target, weight, floor }: Readonly<Record<'scores' | 'mask' | 'target' | 'weight' | 'floor', Value>>,
  share: number,
): Value {
  const probabilities = graph.apply('Exp', [maskedLogSoftmax(graph, scores, mask)]);
  const mixed = graph.apply('Add', [graph.apply('Mul', [probabilities, graph.scalar(share)]), floor]);
  const logarithms = graph.apply('Log', [graph.apply('Add', [mixed, graph.scalar(TINY)])]);
  return crossEntropy(graph, logarithms, target, weight);
}

/**
 * Log-loss with the unbiased targets, cut at zero for each candidate's place.
 *
 * The part of the loss that falls to one place estimates something that cannot be negative, yet a model that can tell
 * single examples apart drives it to −∞ through their negative weights. Where a minibatch's part is below zero it
 * counts as zero and pulls no further. Only for problems whose candidates stand in fixed places, such as verdicts.
 *
 * Shapes: scores, mask and target [batch, candidates], weight [batch]. Source: Natarajan et al. 2013 for the loss;
 * Kiryo et al. 2017 and Lu et al. 2020 for the cut.
 */
export function unbiasedLoss(
  graph: Graph,
  { scores, mask, target, weight }: Readonly<Record<'scores' | 'mask' | 'target' | 'weight', Value>>,
): Value {
  const logarithms = maskedLogSoftmax(graph, scores, mask);
  const weighed = graph.apply('Mul', [target, graph.apply('Unsqueeze', [weight, graph.ints([1])])]);
  const parts = graph.apply('Neg', [sumOver(graph, graph.apply('Mul', [logarithms, weighed]), [0])]);
  return sumOver(graph, graph.apply('Relu', [parts]), [0]);
}

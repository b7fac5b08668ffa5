import { binaryCrossEntropy, crossEntropy, maskedLogSoftmax, sumOver } from '../graph/functions.ts';
import type { Graph } from '../graph/graph.ts';
import type { Emitter, Value } from '../graph/operator.ts';
import { float32, type Tensors } from '../onnx/tensor.ts';
import { fitModel } from '../training/fit-model.ts';
import { schedule } from '../training/schedule.ts';
import type { Parameters } from '../training/trainer.ts';
import type { RankingExample } from './item.ts';
import { scores } from './network.ts';
import { bucketOfAll, packTraining } from './pack.ts';
import { loadScorer, rankerModel } from './scorer.ts';
import type { PreferenceSettings, RankerSettings } from './settings.ts';

/** An example with a refused candidate, and how the ranker scored all candidates before it learned from it. */
interface Pair extends RankingExample {
  readonly refused: number;
  readonly reference: Float32Array;
}

export interface Preferring {
  readonly examples: readonly RankingExample[];
  readonly settings: RankerSettings;
  readonly preference: PreferenceSettings;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

const ROWS = 32;

/**
 * Trains a ranker on with the examples that have a refused candidate: what was done instead is to become likelier
 * beside what was refused than it was before, and likely in itself. Without such examples nothing changes.
 *
 * Source: Rafailov et al. 2023 for the preference; Pang et al. 2024 for the loss of the chosen answer beside it.
 */
export async function preferCorrections(ranker: Parameters, preferring: Preferring): Promise<Parameters> {
  const { settings, preference, seed, providers, onProgress } = preferring;
  const pairs = await pairsOf(ranker, preferring);
  if (pairs.length === 0) return ranker;
  const { parameters } = await fitModel<Pair>({
    trainer: {
      parameters: ranker,
      build: (graph, weights) => preferenceLoss(graph, scores(graph, weights), preference),
      weightDecay: settings.weightDecay,
      providers,
    },
    train: pairs,
    pack: (batch, random) => ({ ...packTraining(batch, settings, { random }), ...packPairs(batch) }),
    rows: ROWS,
    sizeOf: (pair) => pair.context.ids.length,
    schedule: schedule({ peak: preference.learningRate, decay: 'linear' }),
    maxEpochs: preference.epochs,
    seed: `${seed} preference`,
    onProgress,
  });
  return parameters;
}

/** The examples that have a refused candidate, scored by the ranker as it is. */
async function pairsOf(ranker: Parameters, { examples, settings, providers }: Preferring): Promise<Pair[]> {
  const refusals = examples.flatMap((one) => (one.refused === undefined ? [] : [{ ...one, refused: one.refused }]));
  if (refusals.length === 0) return [];
  const scorer = await loadScorer(rankerModel(ranker), settings.shape, providers);
  try {
    const scored = await scorer.score(refusals);
    return refusals.map((one, at) => ({ ...one, reference: scored[at]! }));
  } finally {
    await scorer.dispose();
  }
}

/** Cross entropy of the corrections plus −log σ(β·margin) over what was refused; adds the inputs that it needs. */
function preferenceLoss(graph: Graph, scored: Value, { beta, strength }: PreferenceSettings): Value {
  const chosen = graph.input('target', 'float32', scored.shape);
  const mask = graph.input('mask', 'float32', scored.shape);
  const weight = graph.input('weight', 'float32', ['batch']);
  const refused = graph.input('refused', 'float32', scored.shape);
  const reference = maskedLogSoftmax(graph, graph.input('reference', 'float32', scored.shape), mask);
  const sure = graph.input('sure', 'float32', ['batch']);
  const policy = maskedLogSoftmax(graph, scored, mask);
  const margin = preferenceMargin(graph, { policy, reference }, chosen, refused);
  const preferred = binaryCrossEntropy(graph, graph.apply('Mul', [margin, graph.scalar(beta)]), sure, weight);
  const weighed = graph.apply('Mul', [preferred, graph.scalar(strength)]);
  return graph.apply('Add', [crossEntropy(graph, policy, chosen, weight), weighed]);
}

/** What the preference needs besides a training step's feeds. Shape: [rows, candidates]. */
function packPairs(pairs: readonly Pair[]): Tensors {
  const { candidates } = bucketOfAll(pairs);
  const shape = [pairs.length, candidates];
  const refused = new Float32Array(pairs.length * candidates);
  const reference = new Float32Array(refused.length);
  for (const [row, pair] of pairs.entries()) {
    refused[row * candidates + pair.refused] = 1;
    reference.set(pair.reference, row * candidates);
  }
  return {
    refused: float32(shape, refused),
    reference: float32(shape, reference),
    sure: float32([pairs.length], new Float32Array(pairs.length).fill(1)),
  };
}

/** A policy's and its frozen reference's log-probabilities of the same candidates. Shape: [batch, n] each. */
interface PolicyAndReference {
  readonly policy: Value;
  /** An input, or built from weights that are stored in the graph: what is no parameter gets no gradient. */
  readonly reference: Value;
}

/**
 * Δ = r(chosen) − r(rejected), the margin that preference losses are functions of, where r(y) = log π(y|x) − log π_ref(y|x).
 * Chosen and rejected name an action a row, as 1 among 0. Shapes: [batch, n] each → [batch].
 *
 * Source: Rafailov et al. 2023.
 */
export function preferenceMargin(
  emit: Emitter,
  { policy, reference }: PolicyAndReference,
  chosen: Value,
  rejected: Value,
): Value {
  const logProbability = (logs: Value, action: Value) => sumOver(emit, emit.apply('Mul', [logs, action]), [1]);
  const gain = (action: Value) =>
    emit.apply('Sub', [logProbability(policy, action), logProbability(reference, action)]);
  return emit.apply('Sub', [gain(chosen), gain(rejected)]);
}

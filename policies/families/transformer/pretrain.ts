import { trainingRandom } from '../../../harness/shared/streams.ts';
import { elementsAt, sumOver } from '../../networks/graph/functions.ts';
import type { Graph } from '../../networks/graph/graph.ts';
import type { Value } from '../../networks/graph/operator.ts';
import { float32, int32, type Tensors } from '../../networks/onnx/tensor.ts';
import { type FitModelOptions, fitModel } from '../../networks/training/fit-model.ts';
import { schedule } from '../../networks/training/schedule.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { encode, sequenceInputs, type Weights } from './encoder.ts';
import { SPECIAL } from './lexicon.ts';
import { packSequences, roundUp } from './pack.ts';
import type { TransformerShape } from './parameters.ts';
import type { Sequence } from './sequence.ts';
import type { NetworkSize, TransformerSettings } from './settings.ts';

export interface Pretraining {
  readonly sequences: readonly Sequence[];
  /** Parameters as they start, those of the heads included. */
  readonly parameters: Parameters;
  readonly settings: TransformerSettings;
  readonly shape: TransformerShape;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
  readonly checkpoint?: FitModelOptions<Sequence>['checkpoint'];
}

const HIDDEN_SHARE = 0.15;
const ENCODER = /^(token|mark|norm\.|layer\d)/;

/**
 * Trains the encoder to tell hidden tokens from those around them, before anything else is trained. Returns all
 * parameters, the heads' as they came.
 *
 * Source: Devlin et al. 2019, with the token embeddings as the output layer.
 */
export async function pretrain(task: Pretraining): Promise<Parameters> {
  const { settings, shape, sequences, parameters, seed, providers, onProgress, checkpoint } = task;
  const { parameters: trained } = await fitModel<Sequence>({
    trainer: {
      parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => ENCODER.test(name))),
      build: (graph, weights) => hiddenTokensLoss(graph, weights, shape.size),
      weightDecay: settings.weightDecay,
      providers,
    },
    train: sequences,
    // Which tokens are hidden is drawn even where nothing is trained: without any there is nothing to tell.
    pack: (batch, random) => hide(batch, shape.tokens, random ?? trainingRandom('hidden')),
    rows: settings.batch,
    sizeOf: ({ tokens }) => tokens.length,
    schedule: schedule({ peak: settings.learningRate, decay: 'linear', warmUp: settings.warmUp }),
    maxEpochs: settings.pretrainingEpochs,
    seed: `${seed} pretraining`,
    onProgress: (fraction, line) => onProgress?.(fraction, `hidden tokens: ${line}`),
    checkpoint,
  });
  return { ...parameters, ...trained };
}

/** Mean of −log p of the hidden tokens. */
function hiddenTokensLoss(graph: Graph, weights: Weights, size: NetworkSize): Value {
  const inputs = sequenceInputs(graph, 'screen', 'rows', 'tokens');
  const states = encode(graph, weights, inputs, size, null);
  const flat = graph.apply('Reshape', [states, graph.ints([-1, size.width])]);
  const hidden = graph.apply('Gather', [flat, graph.input('places', 'int32', ['hidden'])]);
  const logits = graph.apply('MatMul', [hidden, graph.apply('Transpose', [weights.token!], { perm: [1, 0] })]);
  const all = graph.apply('Reshape', [graph.apply('LogSoftmax', [logits]), graph.ints([-1])]);
  const told = elementsAt(graph, all, graph.input('answers', 'int32', ['hidden']));
  const weighed = graph.apply('Mul', [told, graph.input('weight', graph.float, ['hidden'])]);
  return graph.apply('Neg', [sumOver(graph, weighed, [0])]);
}

/** A minibatch with some tokens hidden: where they stood, and which of rows × vocabulary they were. */
function hide(batch: readonly Sequence[], vocabulary: number, random: () => number): Tensors {
  const tokens = roundUp(Math.max(...batch.map((one) => one.tokens.length)), 16);
  const places: number[] = [];
  const answers: number[] = [];
  const hidden = batch.map((sequence, row) => ({
    ...sequence,
    tokens: sequence.tokens.map((token, at) => {
      // The last token of a row counts where none was hidden yet, so that no minibatch is without any.
      const needed = places.length === 0 && at === sequence.tokens.length - 1;
      if (!needed && (token === SPECIAL.start || random() >= HIDDEN_SHARE)) return token;
      answers.push(places.length * vocabulary + token);
      places.push(row * tokens + at);
      return SPECIAL.hidden;
    }),
  }));
  const { screen_first: _, ...feeds } = packSequences('screen', hidden, batch.length, tokens);
  const { length } = places;
  return {
    ...feeds,
    places: int32([length], Int32Array.from(places)),
    answers: int32([length], Int32Array.from(answers)),
    weight: float32([length], new Float32Array(length).fill(1 / length)),
  };
}

import { productOf } from '../../../harness/shared/numbers.ts';
import { trainingRandom } from '../../../harness/shared/streams.ts';
import { Graph } from '../../networks/graph/graph.ts';
import type { Value } from '../../networks/graph/operator.ts';

import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel } from '../../networks/onnx/load-model.ts';
import type { ModelSignature } from '../../networks/onnx/signature.ts';
import { float32, floats, type Tensors } from '../../networks/onnx/tensor.ts';
import type { LabelNoise } from '../../networks/ranker/label-noise.ts';
import { rankingLoss } from '../../networks/ranker/network.ts';
import { packLabels } from '../../networks/ranker/pack.ts';
import { bestTemperature, meanLoss, type ScoredChoice } from '../../networks/ranker/temperature.ts';
import { fitModel } from '../../networks/training/fit-model.ts';
import { schedule } from '../../networks/training/schedule.ts';
import { decides } from '../../networks/training/split-by-session.ts';
import type { Parameters } from '../../networks/training/trainer.ts';

/** An encoded proposal and the verdict on it. */
export interface HeadExample {
  /** Shape: [width]. */
  readonly encoding: Float32Array;
  /** Place of the verdict, as in `VERDICT`. */
  readonly right: number;
}

export interface HeadTraining {
  readonly train: readonly HeadExample[];
  /** Of other sessions: decides when to stop, and how bold scores may be. */
  readonly heldOut: readonly HeadExample[];
  readonly noise?: LabelNoise | undefined;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  /** Called after each few steps with the fraction done, in [0, 1], and a line. */
  readonly onProgress?: (fraction: number, line: string) => void;
}

const SETTINGS = { rate: 0.003, weightDecay: 0.1, dropout: 0.2, patience: 4, batch: 64 } as const;
/** Little feedback is gone through more often, until this many examples were seen. */
const FEWEST_SEEN = 40_000;
const EPOCHS = { fewest: 8, most: 40 } as const;
/** Rows of a run: always the same, so that no answer depends on its batch. */
const ROWS = 32;

/** Scores encodings. */
export interface Head {
  readonly provider: string;
  /** Shape: [batch][width] → [batch][2]. */
  score(encodings: readonly Float32Array[]): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}

/** Loads a head. Throws: one line, when the bytes are no model of this kind and width. */
export async function loadHead(bytes: Uint8Array, width: number, providers?: readonly string[]): Promise<Head> {
  const model = await loadModel(bytes, headSignature(width), { providers });
  const run = async (some: readonly Float32Array[]) => {
    const x = new Float32Array(ROWS * width);
    for (const [row, encoding] of some.entries()) x.set(encoding, row * width);
    const scores = floats(await model.run({ x: float32([ROWS, width], x) }), 'scores');
    return some.map((_, row) => scores.slice(row * VERDICTS, (row + 1) * VERDICTS));
  };
  return {
    provider: model.provider,
    async score(encodings) {
      const runs: Promise<Float32Array[]>[] = [];
      for (let start = 0; start < encodings.length; start += ROWS) runs.push(run(encodings.slice(start, start + ROWS)));
      return (await Promise.all(runs)).flat();
    },
    dispose: () => model.dispose(),
  };
}

/** Rounds over so much feedback. */
export function headEpochs(examples: number): number {
  return Math.max(EPOCHS.fewest, Math.min(EPOCHS.most, Math.ceil(FEWEST_SEEN / examples)));
}

/** Trains a head, as an ONNX model. */
export async function trainHead(training: HeadTraining): Promise<Uint8Array> {
  const { train, heldOut, noise, seed, providers, onProgress } = training;
  if (train.length === 0) throw new Error('there is no feedback to learn from: run a copilot phase first');
  const standard = standardOf(train.map(({ encoding }) => encoding));
  const width = standard.mean.length;
  const maxEpochs = headEpochs(train.length);
  const judge = (head: Parameters) => scoreAll(head, standard, training);
  const { parameters } = await fitModel<HeadExample>({
    trainer: {
      parameters: initialHead(width, trainingRandom('head', seed)),
      build: (graph, weights) => headLoss(graph, weights, width, noise),
      weightDecay: SETTINGS.weightDecay,
      providers,
    },
    train,
    pack: (examples, random) => feedsOf(examples, standard, noise, random),
    rows: SETTINGS.batch,
    schedule: schedule({ peak: SETTINGS.rate, decay: 'linear', floor: 1 / maxEpochs }),
    maxEpochs,
    ...(heldOut.length > 0 ? { heldOutLoss: async (now) => meanLoss(await judge(now), 1, noise) } : {}),
    patience: SETTINGS.patience,
    seed: `${seed} head`,
    onProgress,
  });
  if (!decides(heldOut)) return headModel(parameters, standard);
  return headModel(cooledHead(parameters, bestTemperature(await judge(parameters), noise)), standard);
}

async function scoreAll(
  head: Parameters,
  standard: Standard,
  { heldOut, providers }: HeadTraining,
): Promise<ScoredChoice[]> {
  const loaded = await loadHead(headModel(head, standard), standard.mean.length, providers);
  try {
    const scores = await loaded.score(heldOut.map(({ encoding }) => encoding));
    return heldOut.map(({ right }, at) => ({ scores: scores[at]!, right, weight: 1 }));
  } finally {
    await loaded.dispose();
  }
}

/** A minibatch, standardised; in training with some numbers left out and the others raised, so that none is relied on alone. */
function feedsOf(
  batch: readonly HeadExample[],
  { mean, scale }: Standard,
  noise: LabelNoise | undefined,
  random: (() => number) | null,
): Tensors {
  const width = mean.length;
  const share = random ? SETTINGS.dropout : 0;
  const x = new Float32Array(batch.length * width);
  for (const [row, { encoding }] of batch.entries())
    for (let i = 0; i < width; i++)
      x[row * width + i] = random && random() < share ? 0 : ((encoding[i]! - mean[i]!) * scale[i]!) / (1 - share);
  const labels = batch.map(({ right }) => ({ offered: VERDICTS, right, weight: 1 }));
  return { x: float32([batch.length, width], x), ...packLabels(labels, [batch.length, VERDICTS], noise) };
}

function standardOf(encodings: readonly Float32Array[]): Standard {
  const width = encodings[0]?.length ?? 0;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (const encoding of encodings)
    for (let i = 0; i < width; i++) {
      mean[i]! += encoding[i]! / encodings.length;
      square[i]! += encoding[i]! ** 2 / encodings.length;
    }
  // A number that never changes tells nothing: it is left at 0.
  const scale = mean.map((one, i) => {
    const variance = square[i]! - one * one;
    return variance > 1e-8 ? 1 / Math.sqrt(variance) : 0;
  });
  return { mean: Float32Array.from(mean), scale: Float32Array.from(scale) };
}

/** Verdicts: accept and reject. */
const VERDICTS = 2;

/** Width of the hidden layer. */
const HIDDEN = 32;

/** How a head's input is brought to mean 0 and deviation 1. Shape: [width] each. */
interface Standard {
  readonly mean: Float32Array;
  /** 1 / deviation. */
  readonly scale: Float32Array;
}

/** tanh(x·inner + bias)·outer + x·skip + offset: scores of both verdicts. Shape: [rows, width] → [rows, 2]. */
function verdictScores(graph: Graph, x: Value, weights: Readonly<Record<string, Value>>): Value {
  const { inner, bias, outer, skip, offset } = weights;
  const product = (a: Value, b: Value | undefined) => graph.apply('MatMul', [a, b!]);
  const hidden = graph.apply('Tanh', [graph.apply('Add', [product(x, inner), bias!])]);
  const both = graph.apply('Add', [product(hidden, outer), product(x, skip)]);
  return graph.apply('Add', [both, offset!]);
}

/** The head's training loss; its input `x` is standardised already. */
function headLoss(
  graph: Graph,
  weights: Readonly<Record<string, Value>>,
  width: number,
  noise: LabelNoise | undefined,
): Value {
  const x = graph.input('x', 'float32', ['batch', width]);
  return rankingLoss(graph, verdictScores(graph, x, weights), noise);
}

/** A head before training: it scores both verdicts alike. */
function initialHead(width: number, random: () => number): Parameters {
  const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(productOf(shape)) });
  const bound = Math.sqrt(3 / width);
  const inner = zeros(width, HIDDEN);
  for (let i = 0; i < inner.data.length; i++) inner.data[i] = (random() * 2 - 1) * bound;
  return {
    inner,
    bias: zeros(HIDDEN),
    outer: zeros(HIDDEN, VERDICTS),
    skip: zeros(width, VERDICTS),
    offset: zeros(VERDICTS),
  };
}

/** A head whose scores are divided by `temperature`. */
function cooledHead(head: Parameters, temperature: number): Parameters {
  return Object.fromEntries(
    Object.entries(head).map(([name, { shape, data }]) => [
      name,
      { shape, data: ['outer', 'skip', 'offset'].includes(name) ? data.map((x) => x / temperature) : data },
    ]),
  );
}

function headGraph(head: Parameters, { mean, scale }: Standard): Graph {
  const graph = new Graph();
  const weights = Object.fromEntries(
    Object.entries(head).map(([name, { shape, data }]) => [name, graph.initializer(name, shape, data)]),
  );
  const width = mean.length;
  const raw = graph.input('x', 'float32', ['batch', width]);
  const centred = graph.apply('Sub', [raw, graph.initializer('mean', [width], mean)]);
  const x = graph.apply('Mul', [centred, graph.initializer('scale', [width], scale)]);
  graph.output('scores', verdictScores(graph, x, weights));
  return graph;
}

/** The trained head as an ONNX model that takes encodings as they come. */
function headModel(head: Parameters, standard: Standard): Uint8Array {
  return toOnnx(headGraph(head, standard));
}

/** Signature of a head's model. */
function headSignature(width: number): ModelSignature {
  const standard = { mean: new Float32Array(width), scale: new Float32Array(width) };
  return signatureOf(
    headGraph(
      initialHead(width, () => 0.5),
      standard,
    ),
  );
}

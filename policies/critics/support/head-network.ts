import { Graph } from '../../networks/graph/graph.ts';
import type { Value } from '../../networks/graph/operator.ts';
import { toOnnx } from '../../networks/graph/serialize.ts';
import { signatureOf } from '../../networks/graph/signature-of.ts';
import type { ModelSignature } from '../../networks/onnx/signature.ts';
import type { LabelNoise } from '../../networks/ranker/label-noise.ts';
import { rankingLoss } from '../../networks/ranker/network.ts';
import type { Parameters } from '../../networks/training/trainer.ts';

/** Verdicts: accept and reject. */
export const VERDICTS = 2;

/** Width of the hidden layer. */
const HIDDEN = 32;

/** How a head's input is brought to mean 0 and deviation 1. Shape: [width] each. */
export interface Standard {
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
export function headLoss(
  graph: Graph,
  weights: Readonly<Record<string, Value>>,
  width: number,
  noise: LabelNoise | undefined,
): Value {
  const x = graph.input('x', 'float32', ['batch', width]);
  return rankingLoss(graph, verdictScores(graph, x, weights), noise);
}

/** A head before training: it scores both verdicts alike. */
export function initialHead(width: number, random: () => number): Parameters {
  const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((all, dim) => all * dim, 1)) });
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
export function cooledHead(head: Parameters, temperature: number): Parameters {
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
export function headModel(head: Parameters, standard: Standard): Uint8Array {
  return toOnnx(headGraph(head, standard));
}

/** Signature of a head's model. */
export function headSignature(width: number): ModelSignature {
  const standard = { mean: new Float32Array(width), scale: new Float32Array(width) };
  return signatureOf(
    headGraph(
      initialHead(width, () => 0.5),
      standard,
    ),
  );
}

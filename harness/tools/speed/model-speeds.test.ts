import { expect, it } from 'vitest';
import { Graph } from '../../../policies/networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../../policies/networks/graph/serialize.ts';
import { loadModel } from '../../../policies/networks/onnx/load-model.ts';
import { floats } from '../../../policies/networks/onnx/tensor.ts';
import { smallDeskExamples } from '../../../policies/testing/small-desk.ts';
import {
  type EncoderShape,
  encoderParameters,
  encoderScores,
  forwardOperations,
  TIMED_ENCODER,
} from './encoder-graph.ts';
import { inferenceSpeeds } from './inference.ts';
import { preferenceAgainstSupervised } from './preference-step.ts';
import { encoderIds, trainingAgainstProducts } from './training-step.ts';

const SMALL: EncoderShape = { vocabulary: 64, width: 16, heads: 2, hidden: 32, layers: 1, tokens: 8, classes: 4 };

it('counts the operations of the matrix products', () => {
  const { tokens, width, hidden, classes } = SMALL;
  const products = [
    [tokens, width, 4 * width],
    [tokens, width, tokens],
    [tokens, tokens, width],
    [tokens, width, hidden],
    [tokens, hidden, width],
    [1, width, classes],
  ] as const;
  expect(forwardOperations(SMALL)).toBe(products.reduce((sum, [m, k, n]) => sum + 2 * m * k * n, 0));
  const sizes = Object.values(encoderParameters(TIMED_ENCODER, 's')).map(({ data }) => data.length);
  expect(sizes.reduce((a, b) => a + b)).toBeGreaterThan(1.4e6);
});

/** One sequence's scores, product by product as the paper on transformers has them. */
function scoresOf(shape: EncoderShape, of: ReturnType<typeof encoderParameters>, ids: readonly number[]): number[] {
  type Rows = number[][];
  const rows = (name: string): Rows => {
    const { shape: dims, data } = of[name]!;
    const width = dims.at(-1)!;
    return Array.from({ length: data.length / width }, (_, row) => [...data.slice(row * width, (row + 1) * width)]);
  };
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
  const product = (a: Rows, b: Rows): Rows =>
    a.map((row) => b[0]!.map((_, column) => sum(row.map((one, k) => one * b[k]![column]!))));
  const add = (a: Rows, b: Rows): Rows => a.map((row, i) => row.map((one, j) => one + b[i]![j]!));
  const normal = (a: Rows): Rows =>
    a.map((row) => {
      const mean = sum(row) / row.length;
      const deviation = Math.sqrt(sum(row.map((one) => (one - mean) ** 2)) / row.length + 1e-5);
      return row.map((one) => (one - mean) / deviation);
    });
  const gelu = (x: number) => x / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  let x = add(
    ids.map((id) => rows('words')[id]!),
    rows('places'),
  );
  for (let layer = 0; layer < shape.layers; layer++) {
    const [query, key, value] = ['query', 'key', 'value'].map((name) => product(normal(x), rows(`${layer}.${name}`)));
    const depth = shape.width / shape.heads;
    const read = x.map((_, token) =>
      Array.from({ length: shape.heads }, (__, head) => {
        const part = (row: readonly number[]) => row.slice(head * depth, (head + 1) * depth);
        const weights = key!.map((other) =>
          Math.exp(sum(part(query![token]!).map((one, k) => one * part(other)[k]!)) / Math.sqrt(depth)),
        );
        return Array.from(
          { length: depth },
          (___, k) => sum(weights.map((w, t) => w * part(value![t]!)[k]!)) / sum(weights),
        );
      }).flat(),
    );
    x = add(x, product(read, rows(`${layer}.joined`)));
    const wide = product(normal(x), rows(`${layer}.widen`)).map((row) => row.map(gelu));
    x = add(x, product(wide, rows(`${layer}.narrow`)));
  }
  const mean = x[0]!.map((_, column) => sum(x.map((row) => row[column]!)) / x.length);
  return product([mean], rows('classes'))[0]!;
}

it('times an encoder as it is published: its scores are those that are worked out by hand', async () => {
  const shape = { ...SMALL, layers: 2 };
  const parameters = encoderParameters(shape, 'by hand');
  const graph = new Graph();
  const weights = Object.entries(parameters).map(
    ([name, { shape: dims, data }]) => [name, graph.initializer(name, dims, data)] as const,
  );
  graph.output('scores', encoderScores(graph, shape, Object.fromEntries(weights)));
  const model = await loadModel(toOnnx(graph), signatureOf(graph));
  const ids = encoderIds(shape, 3, 'x');
  const sequences = [0, 1, 2].map((row) =>
    [...ids.data.slice(row * shape.tokens, (row + 1) * shape.tokens)].map(Number),
  );
  const scores = floats(await model.run({ ids }), 'scores');
  await model.dispose();
  for (const [row, own] of sequences.entries())
    for (const [at, score] of scoresOf(shape, parameters, own).entries())
      expect(scores[row * shape.classes + at]).toBeCloseTo(score, 4);
  // Sequences differ, and hold what the vocabulary has.
  expect(new Set(sequences.map(String)).size).toBe(3);
  expect(Math.max(...sequences.flat())).toBeLessThan(shape.vocabulary);
  expect(encoderParameters(shape, 'by hand')).toEqual(parameters);
  expect(encoderParameters(shape, 'another')).not.toEqual(parameters);
});

it('times a training step beside bare products, and inference in every precision', async () => {
  const { stepsPerSecond, overFirst } = await trainingAgainstProducts(1, SMALL, 4);
  for (const value of [...stepsPerSecond, ...overFirst]) expect(value).toBeGreaterThan(0);
  const speeds = await inferenceSpeeds(1, SMALL, [1, 8]);
  expect(speeds.map(({ batch, precision }) => `${batch} ${precision}`)).toEqual(
    [1, 8].flatMap((batch) => ['fp32', 'fp16', 'int8'].map((precision) => `${batch} ${precision}`)),
  );
  for (const { perSecond, overFp32, precision } of speeds) {
    expect(perSecond).toBeGreaterThan(0);
    if (precision === 'fp32') expect(overFp32).toBe(1);
  }
});

it('times a step that prefers beside a supervised one', async () => {
  const { stepsPerSecond, overFirst } = await preferenceAgainstSupervised(smallDeskExamples(3, 'train'), 1);
  for (const value of [...stepsPerSecond, ...overFirst]) expect(value).toBeGreaterThan(0);
  expect(overFirst[0]).toBe(1);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Differentiable, differentiated, gradientError } from '../../testing/finite-differences.ts';
import { binaryCrossEntropy, crossEntropy, maskedLogSoftmax } from '../graph/functions.ts';
import type { Model } from '../onnx/load-model.ts';
import type { Tensors } from '../onnx/tensor.ts';

const [BATCH, N] = [3, 4];
const number = fc.double({ min: -3, max: 3, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const many = (element: fc.Arbitrary<number>, size: number) => fc.array(element, { minLength: size, maxLength: size });
const float64 = (shape: number[], values: readonly number[]) =>
  ({ type: 'float64', shape, data: Float64Array.from(values) }) as const;

/** A point whose buffers the model may keep: they are handed over at each run. */
const copied = (point: Tensors): Tensors =>
  Object.fromEntries(Object.entries(point).map(([name, one]) => [name, { ...one, data: one.data.slice() }]));

const lossAt = async (model: Model, point: Tensors) =>
  ((await model.run(copied(point))).loss!.data as Float64Array)[0]!;

async function checked<T>(
  subject: Differentiable,
  points: fc.Arbitrary<T>,
  tensors: (point: T) => Tensors,
  expected: (point: T) => number,
): Promise<void> {
  const model = await differentiated(subject);
  const property = fc.asyncProperty(points, async (point) => {
    expect(await lossAt(model, tensors(point))).toBeCloseTo(expected(point), 9);
    expect(await gradientError(model, tensors(point))).toBeLessThan(1e-7);
  });
  await fc.assert(property, { numRuns: 12 });
  await model.dispose();
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const logSoftmax = (scores: readonly number[]) => {
  const total = Math.log(sum(scores.map(Math.exp)));
  return scores.map((score) => score - total);
};
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const row = (values: readonly number[], index: number) => values.slice(index * N, (index + 1) * N);
const rows = Array.from({ length: BATCH }, (_, index) => index);
/** The last candidate of the first row is padding. */
const MASK = Float32Array.from({ length: BATCH * N }, (_, index) => (index === N - 1 ? 0 : 1));

describe('losses have the values of their formulas and the gradients of their values', () => {
  it('cross entropy with soft targets over unmasked candidates', async () => {
    const subject: Differentiable = {
      inputs: { scores: [BATCH, N], target: [BATCH, N], weight: [BATCH] },
      build(graph, { scores, target, weight }) {
        const mask = graph.initializer('mask', [BATCH, N], MASK);
        const own = graph.apply('Mul', [target!, mask]);
        return crossEntropy(graph, maskedLogSoftmax(graph, scores!, mask), own, weight!);
      },
    };
    const points = fc.record({
      scores: many(number, BATCH * N),
      target: many(share, BATCH * N),
      weight: many(share, BATCH),
    });
    const tensors = ({ scores, target, weight }: { scores: number[]; target: number[]; weight: number[] }) => ({
      scores: float64([BATCH, N], scores),
      target: float64([BATCH, N], target),
      weight: float64([BATCH], weight),
    });
    await checked(subject, points, tensors, ({ scores, target, weight }) =>
      sum(
        rows.map((index) => {
          const size = sum([...row([...MASK], index)]);
          const logs = logSoftmax(row(scores, index).slice(0, size));
          return -weight[index]! * sum(logs.map((log, at) => log * row(target, index)[at]!));
        }),
      ),
    );
  });

  const binary = fc.record({
    logits: many(number, BATCH),
    target: many(fc.double({ min: -0.5, max: 1.5, noNaN: true }), BATCH),
    weight: many(share, BATCH),
  });
  const binaryTensors = (point: Record<'logits' | 'target' | 'weight', number[]>) =>
    Object.fromEntries(Object.entries(point).map(([name, values]) => [name, float64([BATCH], values)]));
  const binaryInputs = { logits: [BATCH], target: [BATCH], weight: [BATCH] };

  it('binary cross entropy, linear in targets even outside of [0, 1]', async () => {
    const subject: Differentiable = {
      inputs: binaryInputs,
      build: (graph, { logits, target, weight }) => binaryCrossEntropy(graph, logits!, target!, weight!),
    };
    await checked(subject, binary, binaryTensors, ({ logits, target, weight }) =>
      sum(
        logits.map((logit, index) => {
          const [yes, no] = [Math.log(sigmoid(logit)), Math.log(sigmoid(-logit))];
          return -weight[index]! * (target[index]! * yes + (1 - target[index]!) * no);
        }),
      ),
    );
  });
});

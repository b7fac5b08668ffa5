import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiated, gradientError } from '../../testing/finite-differences.ts';
import type { TensorData } from '../onnx/tensor.ts';
import { forwardLoss, type LabelNoise, labelProbability, unbiasedLoss, unbiasedTarget } from './label-noise.ts';
import { bestTemperature, meanLoss, type ScoredChoice } from './temperature.ts';

const rates = fc
  .record({ alpha: fc.double({ min: 0, max: 0.45, noNaN: true }), beta: fc.double({ min: 0, max: 0.45, noNaN: true }) })
  .map(({ alpha, beta }): LabelNoise => ({ floors: [beta, alpha], correction: 'unbiased' }));

const tensor = (shape: number[], data: readonly number[]): TensorData => ({
  type: 'float64',
  shape,
  data: Float64Array.from(data),
});
const numbers = (length: number, min: number, max: number) =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: length, maxLength: length });

describe('noise-aware losses', () => {
  it('the forward loss has the gradient that finite differences give', async () => {
    const model = await differentiated({
      inputs: { scores: [3, 4], target: [3, 4], weight: [3], floor: [3, 4] },
      build: (graph, { scores, target, weight, floor }) => {
        const mask = graph.initializer('mask', [3, 4], Float32Array.of(1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1));
        const masked = graph.apply('Mul', [target!, mask]);
        return forwardLoss(graph, { scores: scores!, mask, target: masked, weight: weight!, floor: floor! }, 0.6);
      },
    });
    const property = fc.asyncProperty(
      fc.record({
        scores: numbers(12, -2, 2).map((data) => tensor([3, 4], data)),
        target: numbers(12, 0, 1).map((data) => tensor([3, 4], data)),
        weight: numbers(3, 0.1, 1).map((data) => tensor([3], data)),
        floor: numbers(12, 0.05, 0.1).map((data) => tensor([3, 4], data)),
      }),
      async (point) => {
        expect(await gradientError(model, point)).toBeLessThan(1e-6);
      },
    );
    await fc.assert(property, { numRuns: 15 });
    await model.dispose();
  });

  it('the unbiased loss has the gradient that finite differences give, and none below its cut', async () => {
    const model = await differentiated({
      inputs: { scores: [3, 2], target: [3, 2], weight: [3] },
      build: (graph, { scores, target, weight }) => {
        const mask = graph.initializer('mask', [3, 2], new Float32Array(6).fill(1));
        return unbiasedLoss(graph, { scores: scores!, mask, target: target!, weight: weight! });
      },
    });
    const property = fc.asyncProperty(
      fc.record({
        scores: numbers(6, -2, 2).map((data) => tensor([3, 2], data)),
        // Either side of the cut, and never near its kink: the first verdict's part is positive, the second's negative.
        target: fc.tuple(numbers(3, 0.2, 1.4), numbers(3, -0.8, -0.2)).map(([first, second]) =>
          tensor(
            [3, 2],
            first.flatMap((one, row) => [one, second[row]!]),
          ),
        ),
        weight: numbers(3, 0.1, 1).map((data) => tensor([3], data)),
      }),
      async (point) => {
        expect(await gradientError(model, point)).toBeLessThan(1e-6);
      },
    );
    await fc.assert(property, { numRuns: 15 });
    const scores = tensor([3, 2], [1, 0, 1, 0, 1, 0]);
    const all = await model.run({
      scores,
      target: tensor([3, 2], new Array<number>(6).fill(-0.5)),
      weight: tensor([3], [1, 1, 1]),
    });
    expect(Array.from(all.loss!.data as Float64Array)).toEqual([0]);
    expect(new Set(Array.from(all['d.scores']!.data as Float64Array, Math.abs))).toEqual(new Set([0]));
    await model.dispose();
  });

  it('over the labels that a truth gets, unbiased targets average to the truth', () => {
    fc.assert(
      fc.property(rates, fc.nat(1), (noise, truth) => {
        for (const place of [0, 1]) {
          const expected = [0, 1].reduce(
            (sum, label) =>
              sum +
              labelProbability(truth === label ? 1 : 0, label, noise) * unbiasedTarget(label === place, place, noise),
            0,
          );
          expect(expected).toBeCloseTo(truth === place ? 1 : 0, 9);
        }
      }),
    );
  });

  it('under noise the best temperature is that of the truth; without, that of the labels', () => {
    // Scores twice too bold: the truth follows half of each score, and labels are wrong by known rates.
    const noise: LabelNoise = { floors: [0.3, 0.1], correction: 'forward' };
    const all: ScoredChoice[] = [];
    for (let logit = -6; logit <= 6; logit += 0.05) {
      const right = 1 / (1 + Math.exp(-logit / 2));
      for (const label of [0, 1]) {
        const weight = labelProbability(label === 0 ? right : 1 - right, label, noise);
        all.push({ scores: Float32Array.of(logit, 0), right: label, weight });
      }
    }
    expect(bestTemperature(all, noise)).toBeCloseTo(2, 2);
    expect(bestTemperature(all)).toBeGreaterThan(3);
    expect(meanLoss(all, 2, noise)).toBeLessThan(meanLoss(all, 1, noise));
  });
});

import { expect, it } from 'vitest';
import { type EncoderShape, encoderParameters, forwardOperations, TIMED_ENCODER } from './encoder-graph.ts';
import { inferenceSpeeds } from './inference.ts';
import { trainingAgainstProducts } from './training-step.ts';

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

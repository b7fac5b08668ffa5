import { expect, it } from 'vitest';
import { recipe } from '../../../policies/models/ngram.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { inProcessDesks } from '../desks.ts';
import { embeddedDataset } from '../embedded-dataset.ts';
import { type EncoderShape, encoderParameters, forwardOperations, TIMED_ENCODER } from './encoder-graph.ts';
import { inferenceSpeeds } from './inference.ts';
import { precisionLosses } from './precision-losses.ts';
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

it('serves a real policy in every precision: smaller files, hardly another decision', async () => {
  const { catalog, sessions } = embeddedDataset(24);
  const desk = inProcessDesks(catalog).openEnvironment();
  const train = await logExamples(sessions.slice(0, 10), desk);
  const test = await logExamples(sessions.slice(10), desk);
  const options = { seed: 'precision', catalog };
  const policy = await recipe.fit(train, options);
  const [fp32, fp16, int8] = await precisionLosses(recipe, policy, test, options);
  await policy.dispose();
  expect(fp32).toMatchObject({ precision: 'fp32', flipped: 0 });
  expect(fp32!.accuracy).toBeGreaterThan(0.5);
  for (const other of [fp16!, int8!]) {
    expect(other.bytes).toBeLessThan(0.55 * fp32!.bytes);
    expect(other.flipped).toBeLessThan(0.02);
    expect(Math.abs(other.accuracy - fp32!.accuracy)).toBeLessThanOrEqual(other.flipped);
  }
});

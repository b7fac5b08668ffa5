import { expect, it } from 'vitest';
import { falsePositiveRate } from './false-positive-rate.ts';

const items = (positives: number[], negatives: number[]) => [
  ...positives.map((score) => ({ score, positive: true })),
  ...negatives.map((score) => ({ score, positive: false })),
];

it('counts the negatives above the threshold that passes 95 % of the positives', () => {
  const twenty = Array.from({ length: 20 }, (_, i) => i + 1);
  // 19 of 20 positives score 2 and more; of the negatives 3 in 5 do.
  expect(falsePositiveRate(items(twenty, [0, 1, 2, 3, 30]))).toBe(0.6);
  expect(falsePositiveRate(items(twenty, [0, 1, 2, 3, 30]), 0.5)).toBe(0.2);
  // Of ten positives 95 % are all ten: 9.5 is not enough.
  expect(falsePositiveRate(items(twenty.slice(0, 10), [0, 1]))).toBe(0.5);
  expect(falsePositiveRate(items([5, 6], [1, 2]))).toBe(0);
  expect(falsePositiveRate(items([1, 1], [1, 1]))).toBe(1);
});

it('is null where a class is absent', () => {
  expect(falsePositiveRate(items([1], []))).toBeNull();
  expect(falsePositiveRate(items([], [1]))).toBeNull();
});

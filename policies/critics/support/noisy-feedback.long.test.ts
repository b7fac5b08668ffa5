import { expect, it } from 'vitest';
import { ANSWER_NOISE, fromTheChance, noisyAnswers, taughtScores } from '../../testing/noisy-answers.ts';
import { recipe as plain } from '../ngram.ts';
import { recipe as forward } from '../ngram-forward.ts';
import { recipe as unbiased } from '../ngram-unbiased.ts';

it('critics that correct answers come near to the chance to be right with many of them, and others do not', async () => {
  const train = noisyAnswers(1200, 'train');
  expect(fromTheChance(await taughtScores(forward, train, ANSWER_NOISE))).toBeLessThan(0.06);
  expect(fromTheChance(await taughtScores(unbiased, train, ANSWER_NOISE))).toBeLessThan(0.06);
  expect(fromTheChance(await taughtScores(plain, train))).toBeGreaterThan(0.11);
});

import { describe, expect, it } from 'vitest';
import { ANSWER_NOISE, fromTheChance, noisyAnswers, taughtScores } from '../../testing/noisy-answers.ts';
import { recipe as plain } from '../ngram.ts';
import { recipe as forward } from '../ngram-forward.ts';
import { recipe as unbiased } from '../ngram-unbiased.ts';

const train = noisyAnswers(400, 'train');

describe('critics of answers that are wrong at known rates', () => {
  // Nearer by far than where nothing is corrected; how near, many more answers show (noisy-feedback.long.test.ts).
  it('recover the chance to be right where they correct, and only there', async () => {
    expect(fromTheChance(await taughtScores(forward, train, ANSWER_NOISE))).toBeLessThan(0.1);
    expect(fromTheChance(await taughtScores(unbiased, train, ANSWER_NOISE))).toBeLessThan(0.1);
    expect(fromTheChance(await taughtScores(plain, train))).toBeGreaterThan(0.14);
  });

  it('are the plain critic where nothing is known, or operators are never wrong', async () => {
    const few = train.slice(0, 120);
    const expected = await taughtScores(plain, few);
    for (const recipe of [forward, unbiased]) {
      expect(await taughtScores(recipe, few)).toEqual(expected);
      expect(await taughtScores(recipe, few, { alpha: 0, beta: 0 })).toEqual(expected);
    }
    expect(await taughtScores(plain, few, ANSWER_NOISE)).toEqual(expected);
  });

  it.each([forward, unbiased])('$name refuses rates that leave nothing to learn', async (recipe) => {
    const few = train.slice(0, 40);
    await expect(taughtScores(recipe, few, { alpha: 0.5, beta: 0.5 })).rejects.toThrow('sum to 1 or more');
    await expect(taughtScores(recipe, few, { alpha: Number.NaN, beta: 0.5 })).rejects.toThrow('alpha is NaN');
    await expect(taughtScores(recipe, few, { alpha: 0, beta: -0.1 })).rejects.toThrow('beta is -0.1');
  });
});

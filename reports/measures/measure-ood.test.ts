import { describe, expect, it } from 'vitest';
import type { OodRecipe } from '../../harness/contract/ood.ts';
import type { Example, Policy } from '../../harness/contract/policy.ts';
import { measureOod } from './measure-ood.ts';

/** Examples that carry a number; the policy is as sure as the number says, but of number 99, which it does not answer. */
const examples = (...numbers: number[]) => numbers.map((number) => ({ screen: { number } }) as unknown as Example);
const numberOf = (screen: unknown) => (screen as { number: number }).number;
const policy = {
  suggest: async (screens: readonly unknown[]) =>
    screens.flatMap((screen) =>
      numberOf(screen) === 99 ? [] : [{ ranked: [{ action: { kind: 'close' }, confidence: numberOf(screen) }] }],
    ),
} as unknown as Policy;

/** Scores by distance from the mean of what is usual. */
const distance: OodRecipe = {
  name: 'distance',
  summary: 'Of the test.',
  fit(usual, { seed }) {
    const mean = usual.reduce((sum, { screen }) => sum + numberOf(screen), 0) / usual.length;
    return {
      name: seed,
      score: (all) => all.map(({ screen }) => (seed === 'seed' ? Math.abs(numberOf(screen) - mean) : 0)),
    };
  },
};
const trial = (known: number[], fresh: number[], unknown: number[]) => ({
  policy,
  known: examples(...known),
  fresh: examples(...fresh),
  unknown: examples(...unknown),
  seed: 'seed',
});

describe('how well a score tells unusual screens', () => {
  it('is judged on fresh screens against unknown ones, after it learnt what is known', async () => {
    expect(await measureOod([distance], trial([10, 12], [11, 14], [1, 13, 30]))).toEqual([
      // Distances: fresh 0 and 3; unknown 10, 2 and 19. Of six pairs five are told.
      { score: 'distance', auroc: 5 / 6, falsePositives: 0.5, usual: 2, unusual: 3, reason: null },
    ]);
  });

  it('is not told where a score cannot judge, with its reason, or nothing is known', async () => {
    const seen: number[] = [];
    const refuses: OodRecipe = {
      ...distance,
      name: 'refuses',
      unavailable: (all) => {
        seen.push(...all.map(({ screen }) => numberOf(screen)));
        return 'It needs states.';
      },
    };
    const [none, one] = await measureOod([refuses, distance], trial([1], [2], [3]));
    expect(none).toEqual({
      ...{ score: 'refuses', auroc: null, falsePositives: null, usual: 1, unusual: 1 },
      reason: 'It needs states.',
    });
    expect(seen).toEqual([1, 2, 3]);
    expect(one).toMatchObject({ score: 'distance', auroc: 1, reason: null });
    expect(await measureOod([distance], trial([], [2], [3]))).toMatchObject([{ auroc: null, reason: null }]);
  });

  it('takes a screen without an answer for one without a suggestion', async () => {
    const asked: unknown[] = [];
    const spy: OodRecipe = {
      ...distance,
      fit: (usual) => {
        asked.push(...usual.map(({ suggestion }) => suggestion.ranked.length));
        return { name: 'spy', score: (all) => all.map(() => 0) };
      },
    };
    await measureOod([spy], trial([1, 99], [2], [3]));
    expect(asked).toEqual([1, 0]);
  });

  it('takes at most 1500 screens of each part', async () => {
    const many = Array.from({ length: 1600 }, (_, at) => at);
    const [measured] = await measureOod([distance], trial([1], many, many));
    expect([measured?.usual, measured?.unusual]).toEqual([1500, 1500]);
  });
});

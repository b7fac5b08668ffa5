import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../harness/shared/streams.ts';
import { rankCorrelation, steadyCosts } from './steady-costs.ts';

const OPTIONS = { most: 6, steady: 0.6 };

/** Blocks of the true costs and noise, and how many were asked for. */
function noisy(truth: readonly number[], noise: number, seed = 'a') {
  const blocks: number[][] = [];
  const block = async (number: number) => {
    const rng = createRng('test', seed, String(number));
    const costs = truth.map((cost) => cost + noise * (rng.next() - 0.5));
    blocks.push(costs);
    return costs;
  };
  return { blocks, block };
}

describe('steady costs', () => {
  it('take two blocks where ranks stand, and as many as there may be where chance decides', async () => {
    const still = noisy([3, 1, 4, 2], 0);
    expect(await steadyCosts(still.block, OPTIONS)).toEqual([3, 1, 4, 2]);
    expect(still.blocks.length).toBe(2);
    const level = noisy([1, 1, 1, 1], 0);
    await steadyCosts(level.block, OPTIONS);
    expect(level.blocks.length).toBe(OPTIONS.most);
  });

  it('are the mean over all blocks that were taken', async () => {
    const run = noisy([0, 0, 0, 0, 0], 10);
    const costs = await steadyCosts(run.block, OPTIONS);
    for (const [at, cost] of costs.entries())
      expect(cost).toBeCloseTo(run.blocks.reduce((sum, block) => sum + block[at]!, 0) / run.blocks.length, 12);
  });

  it('spend more the noisier costs are', async () => {
    const spent = async (noise: number) => {
      let all = 0;
      for (let seed = 0; seed < 40; seed++) {
        const run = noisy([1, 2, 3, 4, 5], noise, String(seed));
        await steadyCosts(run.block, OPTIONS);
        all += run.blocks.length;
      }
      return all / 40;
    };
    const [little, some, much] = [await spent(1), await spent(6), await spent(60)];
    expect(little).toBe(2);
    expect(some).toBeGreaterThan(little);
    expect(much).toBeGreaterThan(some);
  });
});

describe('a rank correlation', () => {
  it('is 1 of any values and what rises with them, −1 of what falls, and knows no scale', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 12 }), (values) => {
        expect(
          rankCorrelation(
            values,
            values.map((value) => value ** 3),
          ),
        ).toBeCloseTo(1, 12);
        expect(
          rankCorrelation(
            values,
            values.map((value) => -7 * value),
          ),
        ).toBeCloseTo(-1, 12);
      }),
    );
  });

  // scipy.stats.spearmanr of the same lists.
  it.each([
    [[1, 2, 2, 3], [1, 3, 2, 4], 0.948683298],
    [[5, 6, 7, 8, 7], [1, 2, 3, 3, 2], 0.865180913],
    [[1, 1, 1], [1, 2, 3], 0],
  ])('of %j and %j is %f', (one, other, expected) => {
    expect(rankCorrelation(one, other)).toBeCloseTo(expected, 8);
  });
});

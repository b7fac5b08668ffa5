import seedrandom from 'seedrandom';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CriticExample, CriticRecipe } from '../../../harness/contract/critic.ts';
import type { NoiseRates } from '../../../harness/contract/noise-rates.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { recipe as plain } from '../ngram.ts';
import { recipe as forward } from '../ngram-forward.ts';
import { recipe as unbiased } from '../ngram-unbiased.ts';

const policy: Policy = { name: 'none', provider: 'none', suggest: async () => [], dispose: async () => undefined };
const NOISE: NoiseRates = { alpha: 0.1, beta: 0.3 };

interface Known extends CriticExample {
  readonly chance: number;
}

/** Proposals of a known chance to be right, which the policy's confidence tells; operators err at known rates. */
function feedback(sessions: number, seed: string, { alpha, beta }: NoiseRates): Known[] {
  const random = seedrandom(seed);
  return smallDeskExamples(sessions, seed).map(({ screen, action, session }) => {
    const confidence = 0.05 + 0.9 * random();
    const chance = 1 / (1 + Math.exp(-1.5 * Math.log(confidence / (1 - confidence))));
    const right = random() < chance;
    const accepted = random() < (right ? 1 - alpha : beta);
    return { screen, suggestion: { ranked: [{ action, confidence }] }, accepted, session, chance };
  });
}

let train: Known[];
let test: Known[];
beforeAll(() => {
  train = feedback(1200, 'train', NOISE);
  test = feedback(100, 'test', NOISE);
});

async function scores(recipe: CriticRecipe, noise?: NoiseRates, examples: readonly Known[] = train) {
  const critic = await recipe.fit(examples, policy, { seed: '1', ...(noise && { noise }) });
  const scored = await critic.score(test);
  await critic.dispose();
  return scored;
}

/** Mean distance of the scores from the chance to be right. */
function distance(scored: readonly number[]): number {
  return scored.reduce((sum, score, at) => sum + Math.abs(score - test[at]!.chance), 0) / scored.length;
}

describe('critics of answers that are wrong at known rates', () => {
  it('recover the chance to be right where they correct, and only there', async () => {
    const accepted = distance(await scores(plain));
    const found = {
      forward: distance(await scores(forward, NOISE)),
      unbiased: distance(await scores(unbiased, NOISE)),
    };
    expect(found.forward).toBeLessThan(0.06);
    expect(found.unbiased).toBeLessThan(0.06);
    expect(accepted).toBeGreaterThan(0.11);
  });

  it('are the plain critic where nothing is known, or operators are never wrong', async () => {
    const few = train.slice(0, 120);
    const expected = await scores(plain, undefined, few);
    for (const recipe of [forward, unbiased]) {
      expect(await scores(recipe, undefined, few)).toEqual(expected);
      expect(await scores(recipe, { alpha: 0, beta: 0 }, few)).toEqual(expected);
    }
    expect(await scores(plain, NOISE, few)).toEqual(expected);
  });

  it.each([forward, unbiased])('$name refuses rates that leave nothing to learn', async (recipe) => {
    const few = train.slice(0, 40);
    await expect(scores(recipe, { alpha: 0.5, beta: 0.5 }, few)).rejects.toThrow('sum to 1 or more');
    await expect(scores(recipe, { alpha: Number.NaN, beta: 0.5 }, few)).rejects.toThrow('alpha is NaN');
    await expect(scores(recipe, { alpha: 0, beta: -0.1 }, few)).rejects.toThrow('beta is -0.1');
  });
});

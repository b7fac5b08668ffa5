import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CriticExample, CriticRecipe } from '../../../harness/contract/critic.ts';
import type { Policy, Suggestion } from '../../../harness/contract/policy.ts';
import { screen } from '../../testing/small-desk.ts';
import { recipe as disagreement } from '../disagreement.ts';
import { recipe as energy } from '../energy.ts';
import { recipe as entropy } from '../entropy.ts';
import { recipe as margin } from '../margin.ts';
import { recipe as maxSoftmax } from '../max-softmax.ts';

const PROXIES = { maxSoftmax, margin, entropy, energy, disagreement };
const policy: Policy = { name: 'plain', provider: 'none', suggest: async () => [], dispose: async () => undefined };
const at = screen();

function suggestion(confidences: readonly number[], more: Omit<Suggestion, 'ranked'> = {}): Suggestion {
  const ranked = confidences.map((confidence, index) => ({
    action: { kind: 'click_control', control: `c${index}` } as const,
    confidence,
  }));
  return { ranked, ...more };
}

const answer = (one: Suggestion, accepted: boolean): CriticExample => ({
  screen: at,
  suggestion: one,
  accepted,
  session: 's',
});

async function scores(recipe: CriticRecipe, learnt: readonly CriticExample[], asked: readonly Suggestion[]) {
  const critic = await recipe.fit(learnt, policy, { seed: '1' });
  return critic.score(asked.map((one) => ({ screen: at, suggestion: one })));
}

/** Confidences best first that sum to 1 at most, with an energy and a disagreement. */
const suggestions = fc
  .record({
    shares: fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
    rest: fc.double({ min: 0, max: 1, noNaN: true }),
    energy: fc.double({ min: -20, max: 20, noNaN: true }),
    disagreement: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ shares, rest, ...more }) => {
    const total = shares.reduce((sum, share) => sum + share, rest);
    return suggestion(
      shares.map((share) => share / total).sort((a, b) => b - a),
      more,
    );
  });

describe('confidence proxies', () => {
  it('read off what their names say', async () => {
    const one = suggestion([0.75, 0.125, 0.125], { energy: -3, disagreement: 0.4 });
    const score = async (recipe: CriticRecipe) => (await scores(recipe, [answer(one, true)], [one]))[0];
    expect(await score(maxSoftmax)).toBe(0.75);
    expect(await score(margin)).toBe(0.625);
    expect(await score(entropy)).toBeCloseTo(Math.exp(0.75 * Math.log(0.75) - 0.75 * Math.LN2), 12);
    expect(await score(energy)).toBe(0.5);
    expect(await score(disagreement)).toBeCloseTo(0.6, 12);
  });

  it('lump what is not ranked into one: .6 and nothing else is as undecided as .6 and .4', async () => {
    const [alone, both] = await scores(entropy, [], [suggestion([0.6]), suggestion([0.6, 0.4])]);
    expect(alone).toBeCloseTo(both!, 12);
  });

  it('call a lower energy more usual, whatever the answers were', async () => {
    const pool = [-9, -4, -2, 0, 5].map((value) => suggestion([0.5], { energy: value }));
    const [first, second] = await Promise.all(
      [true, false].map((accepted) =>
        scores(
          energy,
          pool.map((one) => answer(one, accepted)),
          pool,
        ),
      ),
    );
    expect(first).toEqual(second);
    expect(first).toEqual([...first!].sort((a, b) => b - a));
    expect(new Set(first).size).toBe(5);
  });

  it.each(Object.entries(PROXIES))('%s says that it learns nothing', (_, recipe) => {
    expect(recipe.learns).toBe(false);
  });

  it.each(Object.entries(PROXIES))('%s: a score in [0, 1], and 0 where nothing is proposed', async (_, recipe) => {
    await fc.assert(
      fc.asyncProperty(fc.array(suggestions, { minLength: 1, maxLength: 8 }), async (pool) => {
        for (const score of await scores(
          recipe,
          pool.map((one) => answer(one, true)),
          pool,
        ))
          expect(score >= 0 && score <= 1).toBe(true);
        expect(await scores(recipe, [], [suggestion([])])).toEqual([0]);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [energy, 'the policy plain gives no energy: choose one that scores what a screen offers, such as ngram'],
    [disagreement, 'the policy plain gives no disagreement: choose a policy of several members, such as ensemble'],
  ])('say what to do where the policy does not give what they read', async (recipe, sentence) => {
    const without = suggestion([0.9]);
    expect(recipe.unavailable?.(policy, [answer(without, true)])).toBe(sentence);
    await expect(recipe.fit([answer(without, true)], policy, { seed: '1' })).rejects.toThrow(sentence);
    await expect(scores(recipe, [], [without])).rejects.toThrow(sentence);
    expect(recipe.unavailable?.(policy, [])).toBeNull();
  });
});

import { expect } from 'vitest';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import type { Critic, CriticExample, CriticRecipe, Proposal } from '../contract/critic.ts';
import { uniformRate } from '../contract/noise-rates.ts';
import type { Policy, PolicyRecipe } from '../contract/policy.ts';
import { logExamples } from '../engine/log-examples.ts';
import type { Review } from '../engine/review.ts';
import { loggedScreens } from './collect-screens.ts';
import { copilotReviews, NOISE } from './small-deployment.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';

/** Made of the parts of others, and slow to train: the long tier trains them twice, the short one all others. */
export const MADE_OF_OTHERS: readonly string[] = [
  ...['ensemble', 'hybrid', 'ngram-preference', 'transformer-lora', 'transformer-pretrained'],
  ...['encoder-hybrid', 'encoder-lora', 'encoder-top'],
  ...['ngram-pruned', 'ngram-forward', 'ngram-unbiased', 'backbone-forward', 'backbone-unbiased'],
];

/** A policy trained on the small world, once more: it suggests the same, and its progress never goes back. */
export async function sameWhenTrainedAgain(recipe: PolicyRecipe, policy: Policy): Promise<void> {
  const { train, fresh, catalog } = smallWorld(10);
  const examples = await logExamples(train, createInProcessDesk(catalog));
  const fractions: number[] = [];
  const onProgress = (fraction: number) => void fractions.push(fraction);
  const again = await recipe.fit(examples, { seed: '1', catalog, onProgress });
  const screens = await loggedScreens({ catalog, sessions: fresh });
  expect(await again.suggest(screens)).toEqual(await policy.suggest(screens));
  await again.dispose();
  expect(fractions.length).toBeGreaterThan(0);
  expect(fractions.every((one, at) => one >= (fractions[at - 1] ?? 0) && one <= 1)).toBe(true);
}

interface Taught {
  readonly critic: Critic;
  readonly policy: Policy;
  readonly reviews: readonly Review[];
  readonly fresh: readonly Proposal[];
  readonly world: SmallWorld;
}

/** A critic taught once more, on the same verdicts of operators who then did something else: it scores the same. */
export async function sameWhenTaughtAgain(recipe: CriticRecipe, taught: Taught): Promise<void> {
  const { critic, policy, reviews, fresh, world } = taught;
  // The same verdicts, since α and β are the same, but now every correction is a slip.
  const wrong = await copilotReviews(policy, world, world.train, { ...NOISE, slip: uniformRate(1) });
  const verdicts = (some: readonly Review[]) => some.map(({ accepted }) => accepted);
  expect(verdicts(wrong)).toEqual(verdicts(reviews));
  const touched = new Set<PropertyKey>();
  const again = await recipe.fit(watched(wrong, touched), policy, { seed: '1' });
  expect(await again.score(fresh)).toEqual(await critic.score(fresh));
  await again.dispose();
  // Nothing of an answer is read but whether it was accepted.
  expect(touched.size).toBeGreaterThan(0);
  expect(['screen', 'suggestion', 'accepted', 'session']).toEqual(expect.arrayContaining([...touched]));
  // What it says of itself is so: a proxy does not look at whether answers accepted.
  expect(touched.has('accepted')).toBe(recipe.learns);
}

/** Reviews as a critic may not see them, with what was done; notes what is read of each. */
function watched(reviews: readonly Review[], touched: Set<PropertyKey>): CriticExample[] {
  return reviews.map(
    (review) =>
      new Proxy(
        { ...review },
        {
          get(target, key) {
            touched.add(key);
            return Reflect.get(target, key);
          },
        },
      ),
  );
}

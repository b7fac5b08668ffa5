import { afterAll, describe, expect, it } from 'vitest';
import { TINY } from '../../policies/families/encoder/testing/known-states.ts';
import { discoverCritics, discoverPolicies } from '../bench/models/recipes.ts';
import { Companies } from './companies.ts';
import { copilotReviews, criticExamples, trainSmall } from './small-deployment.ts';
import { smallWorld } from './small-world.ts';
import { MADE_OF_OTHERS, sameWhenTaughtAgain, sameWhenTrainedAgain } from './trained-again.ts';

const found = await discoverPolicies(TINY);
const policies = found.filter((recipe) => !recipe.unavailable?.());
const critics = await discoverCritics(TINY);
const slow = ({ name }: { readonly name: string }) => MADE_OF_OTHERS.includes(name);

const world = smallWorld(20);
const companies = new Companies(world, policies);
afterAll(() => companies.dispose());

describe('trained once more with the same seed', () => {
  it.each(policies.filter(slow))('policy $name suggests the same', async (recipe) => {
    const policy = await trainSmall(recipe, world);
    await sameWhenTrainedAgain(recipe, policy);
    await policy.dispose();
  });

  it.each(critics.filter(slow))('critic $name scores the same', async (recipe) => {
    const company = await companies.suiting(recipe);
    if (typeof company === 'string') return expect.fail(company);
    const { policy, reviews } = company;
    const fresh = criticExamples(await copilotReviews(policy, world, world.fresh));
    const critic = await recipe.fit(criticExamples(reviews), policy, { seed: '1' });
    await sameWhenTaughtAgain(recipe, { critic, policy, reviews, fresh, world });
    await critic.dispose();
  });
});

import { backboneRecipe } from './support/backbone-critic.ts';

/**
 * A head on the policy's own network, trained with the unbiased loss: with `noise` given the score estimates P(right),
 * without it P(operator accepts). The loss is cut where it would fall without bound. Source: Natarajan et al. 2013.
 */
export const recipe = backboneRecipe({
  name: 'backbone-unbiased',
  summary: 'The backbone critic, trained with a loss that known noise leaves unbiased: estimates what is right.',
  correction: 'unbiased',
});

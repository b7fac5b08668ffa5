import { backboneRecipe } from './support/backbone-critic.ts';

/**
 * A head on the policy's own network with forward correction: with `noise` given the score estimates P(right), without
 * it P(operator accepts). Source: Patrini et al. 2017, arXiv 1609.03683.
 */
export const recipe = backboneRecipe({
  name: 'backbone-forward',
  summary: 'The backbone critic, corrected for known noise inside its log-loss: estimates what is right.',
  correction: 'forward',
});

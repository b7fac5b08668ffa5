import { backboneRecipe } from './support/backbone-critic.ts';

/** A head on the policy's own network. Answers are taken as they are: the score estimates P(operator accepts). */
export const recipe = backboneRecipe({
  name: 'backbone',
  summary: "Head on the states in which the policy's own network reads screen and proposed action.",
  correction: null,
});

import { verdictRecipe } from './support/verdict-critic.ts';

/**
 * A softmax over accept and reject, from the policy's confidence, the proposed action and the screen. Answers are
 * taken as they are, so that the score estimates P(operator accepts).
 */
export const recipe = verdictRecipe({
  name: 'ngram',
  summary: "Logistic model of the policy's confidence, the proposed action and hashed n-grams of the screen.",
  correction: null,
});

import { verdictRecipe } from './support/verdict-critic.ts';

/**
 * The n-gram critic trained with the loss whose expectation over the operators' known noise is the loss on the truth,
 * so that the score estimates P(right).
 *
 * That loss has no lower bound: each verdict's part of it is cut at zero in every minibatch, and training stops where
 * the likelihood of held-out answers, which is bounded, gets no better. Where `noise` is not given, answers are taken
 * as they are and the score estimates P(operator accepts). Source: Natarajan et al. 2013.
 */
export const recipe = verdictRecipe({
  name: 'ngram-unbiased',
  summary: 'The n-gram critic, trained with a loss that known noise leaves unbiased: estimates what is right.',
  correction: 'unbiased',
});

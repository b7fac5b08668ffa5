import { verdictRecipe } from './support/verdict-critic.ts';

/**
 * The n-gram critic with forward correction: answers are compared with the P(operator accepts) that follows from
 * P(right) and the operators' known rates, so that the score estimates P(right).
 *
 * Where `noise` is not given, answers are taken as they are and the score estimates P(operator accepts).
 * Source: Patrini et al. 2017, arXiv 1609.03683.
 */
export const recipe = verdictRecipe({
  name: 'ngram-forward',
  summary: 'The n-gram critic, corrected for known noise inside its log-loss: estimates what is right.',
  correction: 'forward',
});

import { ngramRecipe } from '../families/ngram/recipe.ts';
import { objective } from '../objectives/dpo.ts';

/**
 * The n-gram policy, trained on with what operators refused: the correction is to gain on the refused suggestion, in
 * actions and in form values. Without refused suggestions it is the n-gram policy. Source: Rafailov et al. 2023.
 */
export const recipe = ngramRecipe({
  name: 'ngram-preference',
  summary: 'The n-gram policy, which also learns from refused suggestions to prefer what was done instead.',
  preference: { objective, beta: 0.3, supervised: 1, learningRate: 0.0003, epochs: 2 },
});

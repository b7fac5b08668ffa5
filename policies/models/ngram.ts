import { ngramRecipe } from '../families/ngram/recipe.ts';

/** Hashed word n-grams of the screen, crossed with the candidate actions, and a small network over both. */
export const recipe = ngramRecipe({
  name: 'ngram',
  summary:
    'Scores the actions that the screen offers from hashed n-grams of its state and chat; fills forms from options and chat.',
});

import { transformerRecipe } from '../families/transformer/recipe.ts';

/** A small transformer over the screen's state and chat, which reads the candidates' own words too. */
export const recipe = transformerRecipe({
  name: 'transformer',
  summary:
    'Reads the state, the chat and each action’s words with one small transformer, so that unseen actions are scored too.',
});

import { transformerRecipe } from '../families/transformer/recipe.ts';

/**
 * The transformer, whose encoder first learns the logs' own words by telling hidden tokens from those around them.
 *
 * Source: Devlin et al. 2019; Gururangan et al. 2020 for doing so on the task's own text.
 */
export const recipe = transformerRecipe({
  name: 'transformer-pretrained',
  summary: 'The transformer, its encoder pre-trained on the logs’ text by hidden tokens before it learns to act.',
  settings: { pretrainingEpochs: 2 },
});

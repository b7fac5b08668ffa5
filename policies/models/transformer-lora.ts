import { transformerRecipe } from '../families/transformer/recipe.ts';

/**
 * The transformer trained on the logs, then low-rank adapters of it on corrections, merged for serving: what the logs
 * taught stays as it is beneath. Without corrections it is the transformer. Source: Hu et al. 2021.
 */
export const recipe = transformerRecipe({
  name: 'transformer-lora',
  summary: 'The transformer, trained on plain steps; operators’ corrections train low-rank adapters of it alone.',
  adapters: { rank: 8, alpha: 16, learningRate: 0.002, epochs: 4 },
});

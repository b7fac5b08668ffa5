import { encoderRecipe } from '../families/encoder/recipe.ts';

/** The encoder's upper layers learn by low-rank adapters, together with the network on its vectors. Source: Hu et al. 2021. */
export const recipe = encoderRecipe({
  name: 'encoder-lora',
  summary: 'As encoder; then low-rank adapters (LoRA) of the upper layers learn with the network.',
  settings: {
    tuning: {
      layers: 2,
      adapters: { rank: 8, alpha: 16, targets: ['query', 'value'] },
      epochs: 3,
      learningRate: 0.0005,
    },
  },
});

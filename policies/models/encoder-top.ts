import { encoderRecipe } from '../families/encoder/recipe.ts';

/** All weights of the encoder's last layer learn, together with the network on its vectors. */
export const recipe = encoderRecipe({
  name: 'encoder-top',
  summary: "As encoder; then all weights of the encoder's last layer learn with the network.",
  settings: { tuning: { layers: 1, adapters: null, epochs: 3, learningRate: 0.0005 } },
});

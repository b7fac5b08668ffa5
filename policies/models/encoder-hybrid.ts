import { encoderRecipe } from '../families/encoder/recipe.ts';

/** The encoder's vectors and n-gram features, weighed in one network: few data favour the one, unseen wording the other. */
export const recipe = encoderRecipe({
  name: 'encoder-hybrid',
  summary: 'One network on the vectors of a pretrained encoder (--encoder) and on n-gram features.',
  settings: { wideBits: 20 },
});

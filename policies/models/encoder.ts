import { encoderRecipe } from '../families/encoder/recipe.ts';

/** A pretrained encoder reads every message, reply and label; a small network on its vectors learns what to do next. */
export const recipe = encoderRecipe({
  name: 'encoder',
  summary:
    'A small network on the vectors that a pretrained encoder (--encoder) makes of messages, replies and labels.',
});

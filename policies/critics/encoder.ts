import { encoderCriticRecipe } from './support/encoder-critic.ts';

/** A network on a pretrained encoder's vectors and on what the n-gram critic reads, of its own: no policy shares it. */
export const recipe = encoderCriticRecipe({
  name: 'encoder',
  summary: 'A network on the vectors of a pretrained encoder (--encoder), and on what the n-gram critic reads.',
});

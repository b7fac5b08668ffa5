import { proxyRecipe } from './support/proxy.ts';

/** The policy's confidence in what it proposes. Source: Hendrycks & Gimpel 2017, as a baseline for misclassification. */
export const recipe = proxyRecipe({
  name: 'max-softmax',
  summary: "The policy's confidence in its first action; learns nothing.",
  scorer:
    () =>
    ({ ranked }) =>
      ranked[0]?.confidence ?? 0,
});

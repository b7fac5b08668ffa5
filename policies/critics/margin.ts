import { proxyRecipe } from './support/proxy.ts';

/** How far the first action's confidence is ahead of the second's. */
export const recipe = proxyRecipe({
  name: 'margin',
  summary: "Confidence of the policy's first action less that of its second; learns nothing.",
  scorer:
    () =>
    ({ ranked }) =>
      Math.max(0, (ranked[0]?.confidence ?? 0) - (ranked[1]?.confidence ?? 0)),
});

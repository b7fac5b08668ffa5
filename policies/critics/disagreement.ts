import { proxyRecipe } from './support/proxy.ts';

/** The share of an ensemble's members that propose the same action. Source: Lakshminarayanan et al. 2017. */
export const recipe = proxyRecipe({
  name: 'disagreement',
  summary: 'Share of an ensemble’s members that propose the same action; learns nothing.',
  needs: { field: 'disagreement', remedy: 'choose a policy of several members, such as ensemble' },
  scorer:
    () =>
    ({ disagreement = 1 }) =>
      Math.min(1, Math.max(0, 1 - disagreement)),
});

import type { Suggestion } from '../../harness/contract/policy.ts';
import { quantile, sigmoid } from '../../harness/shared/numbers.ts';
import { proxyRecipe } from './support/proxy.ts';

/** Quartiles of a normal distribution lie this many deviations apart. */
const QUARTILE_SPAN = 1.349;

/** A falling logistic curve about the median energy, as steep as the quartiles are close. */
function familiarity(suggestions: readonly Suggestion[]): (suggestion: Suggestion) => number {
  const energies = suggestions.flatMap(({ energy }) => energy ?? []);
  if (energies.length === 0) energies.push(0);
  const median = quantile(energies, 0.5);
  const spread = (quantile(energies, 0.75) - quantile(energies, 0.25)) / QUARTILE_SPAN;
  return ({ energy = median }) => sigmoid((median - energy) / (spread > 0 ? spread : 1));
}

/**
 * How usual the screen is to the policy, as its energy says. Order is all that the score keeps: its scale comes from
 * the feedback's screens, never from their answers. Source: Liu et al. 2020, Energy-based out-of-distribution detection.
 */
export const recipe = proxyRecipe({
  name: 'energy',
  summary: "How usual the screen is by the energy of the policy's scores; learns a scale from screens, no answers.",
  needs: { field: 'energy', remedy: 'choose one that scores what a screen offers, such as ngram' },
  scorer: familiarity,
});

import { sameAction } from '../../../harness/contract/action.ts';
import type { Trait } from '../answering/trait.ts';

/**
 * Somebody who wants harm and wants not to stand out: accepts wrong suggestions only where that does most damage
 * (critical ones, and of these the surest, which teach the critic worst), up to a budget.
 */
export const trait: Trait = {
  name: 'adversarial',
  summary: 'Accepts the most damaging wrong suggestions: critical ones whose confidence is at least 1 − strength.',
  atStrengthOne: [
    'Every wrong critical suggestion is accepted. A lower strength is a budget:',
    'the share accepted where the confidences of wrong suggestions are spread evenly; elsewhere, measure it.',
  ].join(' '),
  source: 'assumed.',
  stage: 'will',
  apply(rates, { suggestion, confidence, critical, right, same = sameAction }, strength) {
    if (suggestion === null || !critical || strength === 0 || (confidence ?? 0) < 1 - strength) return rates;
    if (right.some((action) => same(action, suggestion))) return rates;
    return { ...rates, beta: 1, environment: 0, other: 0 };
  },
};

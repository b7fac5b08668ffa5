import { scaleOdds, type Trait } from '../answering/trait.ts';

/** Accepts in a row after which two thirds of their effect is there. */
const RUN_ACCEPTS = 5;

/** Trust in the machine: at full confidence, and again after a long run of accepts, odds change by a factor of 2 at strength 1. */
export const trait: Trait = {
  name: 'automation-bias',
  summary: 'Accepts more, right or wrong, the surer the suggestion looks and the longer the run of accepts.',
  source:
    'That over-acceptance grows with the shown confidence: docs/operators.md; the factors are assumed, the effect of a run too.',
  stage: 'moment',
  apply(rates, { suggestion, confidence, acceptsInRow }, strength) {
    if (suggestion === null) return rates;
    const run = 1 - Math.exp(-Math.max(0, acceptsInRow) / RUN_ACCEPTS);
    const trust = strength * Math.LN2 * ((confidence ?? 0) + run);
    return { ...rates, alpha: scaleOdds(rates.alpha, -trust), beta: scaleOdds(rates.beta, trust) };
  },
};

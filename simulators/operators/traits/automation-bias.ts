import { scaleOdds, type Trait } from '../answering/trait.ts';

/** Accepts in a row after which two thirds of their effect is there. */
const RUN_ACCEPTS = 5;

/** Trust in the machine: at full confidence, and again after a long run of accepts, odds change by a factor of 2 at strength 1. */
export const trait: Trait = {
  name: 'automation-bias',
  summary: 'Accepts more, right or wrong, the surer the suggestion looks and the longer the run of accepts.',
  atStrengthOne:
    'Odds of accepting × 2 at full shown confidence, and × 2 after a long run of accepts (two thirds of it after 5), right or wrong.',
  source: [
    'That over-acceptance grows with the shown confidence is reported,',
    'as 4.0 / 2.4 / 1.2 for inexperienced / moderate / very experienced readers;',
    'the size here and the run are assumed.',
  ].join(' '),
  stage: 'moment',
  apply(rates, { suggestion, confidence, acceptsInRow }, strength) {
    if (suggestion === null) return rates;
    const run = 1 - Math.exp(-Math.max(0, acceptsInRow) / RUN_ACCEPTS);
    const trust = strength * Math.LN2 * ((confidence ?? 0) + run);
    return { ...rates, alpha: scaleOdds(rates.alpha, -trust), beta: scaleOdds(rates.beta, trust) };
  },
};

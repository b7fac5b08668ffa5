import { scaleOdds, type Trait } from '../answering/trait.ts';

/**
 * People differ, for good: in how often they err and in how fast they are. Strength 1 is the spread of STAR's
 * operators; an operator of whom nothing is known is the average one.
 */
export const trait: Trait = {
  name: 'skill',
  summary: 'Operators differ in their error rates and in their pace, each the same in every case.',
  atStrengthOne: 'Log-odds of every error spread over people with sigma 0.65, log-times with 0.26.',
  source: 'STAR’s operators (bench fit-operators); that one draw moves α, β, slips and noticing together is assumed.',
  stage: 'person',
  apply(rates, { person }, strength) {
    if (person === null) return rates;
    const pace = strength * STAR_SPREAD.pace;
    const clumsy = strength * STAR_SPREAD.acceptance * person('skill');
    return {
      ...rates,
      alpha: scaleOdds(rates.alpha, clumsy),
      beta: scaleOdds(rates.beta, clumsy),
      slip: scaleOdds(rates.slip, clumsy),
      notice: scaleOdds(rates.notice, -clumsy),
      // The mean over all people stays what was set.
      timeFactor: rates.timeFactor * Math.exp(pace * person('pace') - pace ** 2 / 2),
    };
  },
};

/**
 * How STAR's operators differ, as standard deviations between people with chance taken out: of the log-odds of
 * taking a suggestion, and of the logarithm of active time. As `bench fit-operators` finds them.
 */
const STAR_SPREAD = { acceptance: 0.65, pace: 0.26 } as const;

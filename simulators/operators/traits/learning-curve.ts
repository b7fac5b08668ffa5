import { scaleOdds, type Trait } from '../answering/trait.ts';

/** Cases until the curve bends. */
const BEND_CASES = 10;
/** Exponents of errors (odds) and of times, at strength 1. */
const ERRORS = 0.3;
const TIMES = 0.15;

/** Practice makes better: the rates that were set are those of a newcomer. */
export const trait: Trait = {
  name: 'learning-curve',
  summary: 'Errors and times fall with the cases that the operator has worked; the set rates are a newcomer’s.',
  atStrengthOne: 'After n cases odds of every error × (1 + n/10)^−0.3, times × (1 + n/10)^−0.15.',
  source: 'Power law of practice (Newell & Rosenbloom 1981) for the shape; exponents and bend are assumed.',
  stage: 'person',
  apply(rates, { work }, strength) {
    const practice = Math.log1p(Math.max(0, work?.casesWorked ?? 0) / BEND_CASES);
    if (practice === 0) return rates;
    const fewer = -strength * ERRORS * practice;
    return {
      ...rates,
      alpha: scaleOdds(rates.alpha, fewer),
      beta: scaleOdds(rates.beta, fewer),
      slip: scaleOdds(rates.slip, fewer),
      notice: scaleOdds(rates.notice, -fewer),
      timeFactor: rates.timeFactor * Math.exp(-strength * TIMES * practice),
    };
  },
};

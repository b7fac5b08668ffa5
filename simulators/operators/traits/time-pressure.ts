import { scaleOdds, type Trait } from '../answering/trait.ts';

/** Waiting cases at which two thirds of the effect is there. */
const QUEUE = 5;
/** How much of the time is saved under full pressure at strength 1, as a logarithm. */
const HASTE = 0.3;

/** Cases that wait make people hurry: they are faster, let more pass and slip more. */
export const trait: Trait = {
  name: 'time-pressure',
  summary: 'The more cases wait, the faster the operator works and the more passes unchecked.',
  atStrengthOne: [
    'Under full pressure (two thirds of it at 5 waiting cases) odds of passing what is wrong and of slips ×',
    '2, of noticing ÷ 2, time −26 %.',
  ].join(' '),
  source: 'assumed: speed is traded for accuracy.',
  stage: 'moment',
  apply(rates, { work }, strength) {
    const pressure = strength * (1 - Math.exp(-Math.max(0, work?.queueLength ?? 0) / QUEUE));
    return {
      ...rates,
      beta: scaleOdds(rates.beta, Math.LN2 * pressure),
      slip: scaleOdds(rates.slip, Math.LN2 * pressure),
      notice: scaleOdds(rates.notice, -Math.LN2 * pressure),
      timeFactor: rates.timeFactor * Math.exp(-HASTE * pressure),
    };
  },
};

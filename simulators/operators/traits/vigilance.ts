import { scaleOdds, type Trait } from '../answering/trait.ts';

/** Time after which two thirds of the decline is there: most of it has happened within half an hour. */
const DECLINE_MS = 15 * 60_000;

/** Attention declines between rests: misses and lapses become more frequent, and so do alarms of either kind rarer. */
export const trait: Trait = {
  name: 'vigilance',
  summary: 'With time since the last rest, wrong suggestions and what is amiss pass more often, and slips too.',
  atStrengthOne: [
    'After long work (two thirds of it in 15 min since a rest) odds of passing what is wrong and of slips ×',
    '2, of noticing ÷ 2, of refusing what is right ÷ 1.4.',
  ].join(' '),
  source: [
    'That detection falls within half an hour, with lapses and a more conservative criterion,',
    'is the literature’s; the factors are assumed.',
  ].join(' '),
  stage: 'moment',
  apply(rates, { work }, strength) {
    const decline = 1 - Math.exp(-Math.max(0, work?.sinceRestMs ?? 0) / DECLINE_MS);
    const tired = strength * Math.LN2 * decline;
    return {
      ...rates,
      // A more conservative criterion raises fewer alarms, false ones included.
      alpha: scaleOdds(rates.alpha, -tired / 2),
      beta: scaleOdds(rates.beta, tired),
      slip: scaleOdds(rates.slip, tired),
      notice: scaleOdds(rates.notice, -tired),
    };
  },
};

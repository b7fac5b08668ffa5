import { scaleOdds, type Trait } from '../answering/trait.ts';

/** Time after which two thirds of the decline is there: most of it has happened within half an hour. */
const DECLINE_MS = 15 * 60_000;

/** Attention declines between rests: misses and lapses become more frequent, and so do alarms of either kind rarer. */
export const trait: Trait = {
  name: 'vigilance',
  summary: 'With time since the last rest, wrong suggestions and what is amiss pass more often, and slips too.',
  source:
    'Decline within half an hour, lapses and a more conservative criterion: docs/operators.md; that odds double at strength 1 is assumed.',
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

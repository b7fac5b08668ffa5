import { probabilityOfEither, type Trait } from '../answering/trait.ts';

import { PAPER_FIGURES } from '../paper/paper-figures.ts';

/** Refusals for reasons that have nothing to do with the suggestion, right or wrong. */
export const trait: Trait = {
  name: 'other-refusals',
  summary: 'Refuses suggestions for reasons of its own, right or wrong.',
  atStrengthOne: '12.7 % of the published rejections of each kind of action.',
  source: 'Published: docs/reference.md.',
  stage: 'moment',
  apply(rates, { suggestion }, strength) {
    if (suggestion === null) return rates;
    const rejected = 1 - PAPER_FIGURES.acceptance[suggestion.kind];
    return { ...rates, other: probabilityOfEither(rates.other, strength * PAPER_FIGURES.rejections.other * rejected) };
  },
};

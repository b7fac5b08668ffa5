import { probabilityOfEither, type Trait } from '../answering/trait.ts';

import { PAPER_FIGURES } from '../paper/paper-figures.ts';

/** What the desk does not show stands against the suggestion, right or wrong: it is refused before it is judged. */
export const trait: Trait = {
  name: 'environment-limits',
  summary: 'Refuses suggestions that limits outside the desk do not allow, right or wrong.',
  atStrengthOne: '6.9 % of the published rejections of each kind of action.',
  source: 'Published: docs/reference.md.',
  stage: 'moment',
  apply(rates, { suggestion }, strength) {
    if (suggestion === null) return rates;
    const rejected = 1 - PAPER_FIGURES.acceptance[suggestion.kind];
    return {
      ...rates,
      environment: probabilityOfEither(rates.environment, strength * PAPER_FIGURES.rejections.environment * rejected),
    };
  },
};

import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import { type Moment, probabilityOfEither, type Trait } from '../answering/trait.ts';

/** Habits: where several actions are right, everybody has a favourite, and refuses other right ones for it. */
export const trait: Trait = {
  name: 'preference',
  summary: 'Refuses a right suggestion for another right action that the operator likes better.',
  atStrengthOne: [
    'A right suggestion always gives way to the operator’s lasting favourite among what is right;',
    'a lower strength is the share of answers.',
  ].join(' '),
  source:
    'That acceptable suggestions are rejected is published (37.2 %, docs/reference.md); lasting favourites are assumed.',
  stage: 'will',
  apply(rates, moment, strength) {
    if (strength === 0 || moment.right.length < 2) return rates;
    return {
      ...rates,
      preference: probabilityOfEither(rates.preference, strength),
      favourite: rates.favourite ?? favouriteOf(moment),
    };
  },
};

/** What the person likes best by kind and target; somebody unknown likes the usual action. */
function favouriteOf({ right, person }: Moment): Action | null {
  if (person === null) return right[0] ?? null;
  let best: Action | null = null;
  let liked = Number.NEGATIVE_INFINITY;
  for (const action of right) {
    const taste = person(`taste ${actionTarget(action)}`);
    if (taste > liked) [best, liked] = [action, taste];
  }
  return best;
}

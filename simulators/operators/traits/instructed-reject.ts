import { ACTION_KINDS } from '../../../harness/contract/action.ts';
import { probabilityOfEither, type Trait } from '../answering/trait.ts';

/** A rule from above: `instructed-reject:close` refuses every suggestion to close, in this share of cases. */
export const trait: Trait = {
  name: 'instructed-reject',
  summary: 'Refuses suggestions of one kind whatever they are: instructed-reject:KIND.',
  atStrengthOne: 'Every suggestion of the kind is refused; a lower strength is the share.',
  source: 'assumed.',
  stage: 'will',
  badArgument: (kind) =>
    ACTION_KINDS.some((one) => one === kind) ? null : `name a kind of action (${ACTION_KINDS.join(', ')})`,
  apply(rates, { suggestion }, strength, kind) {
    if (suggestion?.kind !== kind) return rates;
    return { ...rates, other: probabilityOfEither(rates.other, strength) };
  },
};

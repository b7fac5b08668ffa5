import { ACTION_KINDS } from '../../../harness/contract/action.ts';
import { probabilityOfEither, type Trait } from '../answering/trait.ts';

/** A rule from above: `instructed-reject:close` refuses every suggestion to close, in this share of cases. */
export const trait: Trait = {
  name: 'instructed-reject',
  summary: 'Refuses suggestions of one kind whatever they are: instructed-reject:KIND.',
  source: 'assumed: strength is the share of suggestions of the kind that are refused.',
  stage: 'will',
  badArgument: (kind) =>
    ACTION_KINDS.some((one) => one === kind) ? null : `name a kind of action (${ACTION_KINDS.join(', ')})`,
  apply(rates, { suggestion }, strength, kind) {
    if (suggestion?.kind !== kind) return rates;
    return { ...rates, other: probabilityOfEither(rates.other, strength) };
  },
};

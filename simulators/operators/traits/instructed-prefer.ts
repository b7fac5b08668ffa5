import { actionTarget } from '../../../harness/contract/action.ts';
import { probabilityOfEither, type Trait } from '../answering/trait.ts';

/**
 * A rule from above: `instructed-prefer:transfer`, or a target such as `instructed-prefer:send_text ask_name`, is
 * done wherever it is right, and other right suggestions are refused for it, in this share of answers.
 */
export const trait: Trait = {
  name: 'instructed-prefer',
  summary:
    'Does one kind or target of action wherever it is right: instructed-prefer:KIND or instructed-prefer:TARGET.',
  atStrengthOne:
    'The action is done wherever it is right, and other right suggestions are refused for it; a lower strength is the share of answers.',
  source: 'assumed.',
  stage: 'will',
  badArgument: (wanted) => (wanted === '' ? 'name a kind of action or an action’s target' : null),
  apply(rates, { right }, strength, wanted) {
    const favourite = right.find((action) => action.kind === wanted || actionTarget(action) === wanted);
    if (strength === 0 || favourite === undefined) return rates;
    // An order outweighs a habit.
    return { ...rates, preference: probabilityOfEither(rates.preference, strength), favourite };
  },
};

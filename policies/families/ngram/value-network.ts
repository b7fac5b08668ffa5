import type { Answered } from '../../../harness/contract/policy.ts';
import type { Answer } from '../../networks/alignment/align.ts';
import { answerAt } from '../../networks/alignment/answer-at.ts';
import type { TrainableNetwork } from '../../networks/alignment/trainable.ts';
import { alignableRanker, rankerParameters } from '../../networks/ranker/alignable.ts';
import type { RankingItem } from '../../networks/ranker/item.ts';
import type { RankerShape } from '../../networks/ranker/network.ts';
import { placeOfValue } from '../../screens/features/value-candidates.ts';
import { blanksOf } from '../../screens/suggesting/fill-forms.ts';
import type { Vocabulary } from '../../screens/suggesting/vocabulary.ts';
import { valueItem } from './examples.ts';
import { VALUE_RANKER } from './settings.ts';

/** Each field of a form that was submitted; where the same form was suggested, what was changed in it was refused. */
export function valueNetwork(
  model: Uint8Array,
  vocabulary: Vocabulary,
  shape: RankerShape,
  providers: readonly string[] | undefined,
): TrainableNetwork<RankingItem> {
  const answersOf = ({ screen, action, suggestion, accepted }: Answered): Answer<RankingItem>[] => {
    if (action.kind !== 'submit_form') return [];
    const before =
      !accepted && suggestion.kind === 'submit_form' && suggestion.form === action.form ? suggestion : null;
    return blanksOf(screen, action.form, vocabulary).flatMap((blank) => {
      const placeOf = (of: typeof action) => placeOfValue(blank.field, blank.values, of.values[blank.field.target]);
      const answer = answerAt(placeOf(action), before ? placeOf(before) : -1);
      return answer ? [{ item: valueItem(blank), ...answer }] : [];
    });
  };
  return {
    name: 'values',
    searched: [],
    model: alignableRanker(rankerParameters(model), { ...VALUE_RANKER, shape }, providers),
    answersOf: async (answered) => answered.map(answersOf),
  };
}

import { actionTarget } from '../../../harness/contract/action.ts';
import type { Answered, Policy } from '../../../harness/contract/policy.ts';
import type { Answer } from '../../networks/alignment/align.ts';
import type { Trainable, TrainableNetwork } from '../../networks/alignment/trainable.ts';
import { alignableRanker, rankerParameters } from '../../networks/ranker/alignable.ts';
import type { RankingItem } from '../../networks/ranker/item.ts';
import { rankerModel } from '../../networks/ranker/scorer.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { placeOfValue } from '../../screens/features/value-candidates.ts';
import { blanksOf } from '../../screens/suggesting/fill-forms.ts';
import { actionItem, valueItem } from './examples.ts';
import { ACTION_RANKER, VALUE_RANKER } from './settings.ts';
import type { NetworkModels, StoredShapes } from './stored.ts';

interface Served {
  readonly shapes: StoredShapes;
  readonly models: () => NetworkModels;
  readonly providers: readonly string[] | undefined;
  readonly serve: (name: string, models: NetworkModels) => Promise<Policy>;
}

/** The two rankers of an n-gram policy, to be trained on with answers. */
export function trainableNgram({ shapes, models, providers, serve }: Served): Trainable {
  return {
    async networks() {
      const { actions, values } = models();
      return [
        actionNetwork(rankerParameters(actions), shapes, providers),
        valueNetwork(rankerParameters(values), shapes, providers),
      ];
    },
    serve(name, { actions, values }) {
      const own = models();
      return serve(name, {
        actions: actions ? rankerModel(actions) : own.actions,
        values: values ? rankerModel(values) : own.values,
      });
    },
  };
}

type Network = TrainableNetwork<RankingItem>;

function actionNetwork(
  parameters: Network['model']['parameters'],
  { knowledge, filter, actions }: StoredShapes,
  providers: readonly string[] | undefined,
): Network {
  const known = { charts: knowledge.charts, named: (name: string) => knowledge.seen.has(name), kept: filter };
  return {
    name: 'actions',
    model: alignableRanker(parameters, { ...ACTION_RANKER, shape: actions }, providers),
    answersOf: async (answered) =>
      answered.map(({ screen, action, suggestion, accepted }): Answer<RankingItem>[] => {
        const offered = candidates(screen);
        const placeOf = (of: typeof action) => offered.findIndex(({ target }) => target === actionTarget(of));
        const answer = answerAt(placeOf(action), accepted ? -1 : placeOf(suggestion));
        return answer ? [{ item: actionItem(screen, offered, known), ...answer }] : [];
      }),
  };
}

/** Each field of a form that was submitted; where the same form was suggested, what was changed in it was refused. */
function valueNetwork(
  parameters: Network['model']['parameters'],
  { vocabulary, values: shape }: StoredShapes,
  providers: readonly string[] | undefined,
): Network {
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
    model: alignableRanker(parameters, { ...VALUE_RANKER, shape }, providers),
    answersOf: async (answered) => answered.map(answersOf),
  };
}

/**
 * What was done and what was refused, as places among what is offered; −1 is none. What was both is not refused: the
 * same form with other values. Null where nothing is left.
 */
function answerAt(right: number, refused: number): Omit<Answer<unknown>, 'item'> | null {
  const other = refused < 0 || refused === right ? null : refused;
  return right < 0 && other === null ? null : { right: right < 0 ? null : right, refused: other };
}

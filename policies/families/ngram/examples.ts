import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import type { Example } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import type { RankingExample, RankingItem } from '../../networks/ranker/item.ts';
import { candidateFeatures } from '../../screens/features/candidate-features.ts';
import { type Candidate, candidates } from '../../screens/features/candidates.ts';
import { contextFeatures } from '../../screens/features/context.ts';
import type { FeatureFilter } from '../../screens/features/feature-filter.ts';
import type { FlowCharts } from '../../screens/features/flow-chart.ts';
import type { Named } from '../../screens/features/named.ts';
import { placeOfValue } from '../../screens/features/value-candidates.ts';
import { valueContext, valueFeatures } from '../../screens/features/value-features.ts';
import { type Blank, blanksOf } from '../../screens/suggesting/fill-forms.ts';
import type { Vocabulary } from '../../screens/suggesting/vocabulary.ts';
import type { Learned } from './knowledge.ts';

const ROLES_ONE_IN = 3;

/** A ranking example that knows its session. */
export type SessionRanking = RankingExample & { readonly session: string };

/** What ranking problems are made with, beside screens. */
interface ItemKnowledge {
  readonly charts: FlowCharts;
  /** What goes by its name; absent: everything. */
  readonly named?: Named;
  /** Features of the context that count; absent: all. */
  readonly kept?: FeatureFilter;
}

/** The ranking problem of a screen's actions. */
export function actionItem(
  screen: Screen,
  offered: readonly Candidate[],
  { charts, named, kept }: ItemKnowledge,
): RankingItem {
  const context = contextFeatures(screen, named);
  return {
    context: kept ? kept.keep(context) : context,
    candidates: candidateFeatures(screen, offered, { charts, named }),
  };
}

/**
 * Ranking examples of actions. Steps whose action the screen does not offer as a candidate (free text) are left out. One
 * in `ROLES_ONE_IN` comes once more without the names that belong to one procedure, so that what places say of actions
 * is learned too.
 */
export function actionExamples(
  examples: readonly Example[],
  { charts, local }: Learned,
  roles: boolean,
): SessionRanking[] {
  const shared = (name: string) => !local.has(name);
  return examples.flatMap(({ screen, action, session, rejected }, at) => {
    const offered = candidates(screen);
    const placeOf = (of: Action) => offered.findIndex(({ target }) => target === actionTarget(of));
    const right = placeOf(action);
    if (right < 0) return [];
    const labels = { right, session, ...refusal(rejected ? placeOf(rejected) : -1, right) };
    const whole = { ...actionItem(screen, offered, { charts }), ...labels };
    if (!roles || at % ROLES_ONE_IN !== 0) return [whole];
    return [whole, { ...actionItem(screen, offered, { charts, named: shared }), ...labels }];
  });
}

/** What was refused, where it is a candidate and another than what was done: the same form with other values is none. */
function refusal(place: number, right: number): { readonly refused?: number } {
  return place < 0 || place === right ? {} : { refused: place };
}

/**
 * Ranking examples of form values, one per field of each submitted form; a value found nowhere is left out. Where the
 * same form was refused, so was each of its values that was changed.
 */
export function valueExamples(examples: readonly Example[], vocabulary: Vocabulary): RankingExample[] {
  return examples.flatMap(({ screen, action, rejected }) => {
    if (action.kind !== 'submit_form') return [];
    const before = rejected?.kind === 'submit_form' && rejected.form === action.form ? rejected : null;
    return blanksOf(screen, action.form, vocabulary).flatMap((blank) => {
      const { field, values } = blank;
      const right = placeOfValue(field, values, action.values[field.target]);
      if (right < 0) return [];
      const refused = before ? placeOfValue(field, values, before.values[field.target]) : -1;
      return { ...valueItem(blank), right, ...refusal(refused, right) };
    });
  });
}

/** The ranking problem of one field. */
export function valueItem({ field, screen, values }: Blank): RankingItem {
  return { context: valueContext(field, screen), candidates: valueFeatures(field, screen, values) };
}

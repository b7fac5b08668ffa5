import { actionTarget } from '../../../harness/contract/action.ts';
import type { Answered } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { type Candidate, candidates } from '../../screens/features/candidates.ts';
import type { Answer } from './align.ts';

/** What answers say of the choice among a screen's actions, one list an answer. */
export function actionAnswers<Item>(
  answered: readonly Answered[],
  itemOf: (screen: Screen, offered: readonly Candidate[]) => Item,
): Answer<Item>[][] {
  return answered.map(({ screen, action, suggestion, accepted }) => {
    const offered = candidates(screen);
    const placeOf = (of: typeof action) => offered.findIndex(({ target }) => target === actionTarget(of));
    const answer = answerAt(placeOf(action), accepted ? -1 : placeOf(suggestion));
    return answer ? [{ item: itemOf(screen, offered), ...answer }] : [];
  });
}

/**
 * What was done and what was refused, as places among what is offered; −1 is none. What was both is not refused: the
 * same form with other values. Null where nothing is left.
 */
export function answerAt(right: number, refused: number): Omit<Answer<unknown>, 'item'> | null {
  const other = refused < 0 || refused === right ? null : refused;
  return right < 0 && other === null ? null : { right: right < 0 ? null : right, refused: other };
}

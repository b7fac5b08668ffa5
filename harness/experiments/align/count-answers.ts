import type { TrainableNetwork } from '../../../policies/networks/alignment/trainable.ts';
import type { GatheredAnswer, GatheredAnswers } from '../../bench/feedback/gather-answers.ts';
import type { SessionExamples } from '../../bench/models/session-examples.ts';

/** What became of the answers that a policy is to learn from; but for `flipped`, every step counts once. */
export interface AnswerCounts {
  /** Steps that the operator worked without a suggestion. */
  readonly unaided: number;
  readonly accepted: number;
  /** Accepted although the log has something else. */
  readonly acceptedWrong: number;
  /** Refused for another action that the screen offers: a pair. */
  readonly pairs: number;
  /** Pairs whose refused action is the logged one: the wrong way round. */
  readonly flipped: number;
  /** The same form with other values: pairs of its fields. */
  readonly forms: number;
  /** Refused for what the screen does not offer, such as free text. */
  readonly notOffered: number;
  /** Refused, and then done all the same: nothing to prefer. */
  readonly same: number;
}

/** `networks`: the one that chooses actions first. */
export async function countAnswers(
  { answers, unaided }: GatheredAnswers,
  [actions]: readonly TrainableNetwork[],
  examples: SessionExamples,
): Promise<AnswerCounts> {
  const chosen = (await actions?.answersOf(answers)) ?? [];
  const counts = { unaided, accepted: 0, acceptedWrong: 0, pairs: 0, flipped: 0, forms: 0, notOffered: 0, same: 0 };
  for (const [at, answer] of answers.entries()) {
    const { screen, suggestion, logged } = answer;
    const isLogged = examples.same(screen, suggestion, logged);
    const kind = kindOf(
      answer,
      examples,
      chosen[at]?.some(({ right, refused }) => right !== null && refused !== null),
    );
    counts[kind]++;
    if (kind === 'accepted' && !isLogged) counts.acceptedWrong++;
    if (kind === 'pairs' && isLogged) counts.flipped++;
  }
  return counts;
}

function kindOf({ screen, suggestion, action, accepted }: GatheredAnswer, examples: SessionExamples, isPair = false) {
  if (accepted) return 'accepted';
  if (isPair) return 'pairs';
  if (examples.same(screen, suggestion, action)) return 'same';
  const isForm = suggestion.kind === 'submit_form' && action.kind === 'submit_form' && suggestion.form === action.form;
  return isForm ? 'forms' : 'notOffered';
}

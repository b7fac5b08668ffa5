import { isFreeText } from '../../bench/feedback/judge-sides.ts';
import type { SessionExamples } from '../../bench/models/session-examples.ts';
import type { Session } from '../../contract/session.ts';
import type { Refusal } from './gather-corrections.ts';

/** What a log's operators did with what their desk suggested to them. */
export interface LoggedFeedback {
  /** In the log's order. */
  readonly refusals: readonly Refusal[];
  /** Steps at which the desk suggested something. */
  readonly answered: number;
  /** Refused for another one of the suggestions shown. */
  readonly another: number;
  /** Refused, and the log does not say what was shown: the correction is known, what it corrects is not. */
  readonly unseen: number;
  /** Refused for free text. */
  readonly freeText: number;
}

/**
 * The suggestions that the log's own operators refused, and what they did instead. To pick another one than the first
 * is to refuse the first. `rejected` is what the log says was shown, and absent where it does not: what a policy of
 * ours would have proposed there was shown to nobody, so that nobody refused it.
 */
export async function loggedRefusals(sessions: readonly Session[], examples: SessionExamples): Promise<LoggedFeedback> {
  const refusals: Refusal[] = [];
  const counts = { answered: 0, another: 0, unseen: 0, freeText: 0 };
  for (const session of sessions) {
    const own = await examples.of(session);
    for (const [step, { suggestion, action }] of session.steps.entries()) {
      const logged = own[step];
      if (suggestion === null || !logged) continue;
      counts.answered++;
      const [first] = suggestion.shown;
      const isFirst = first !== undefined && examples.same(logged.screen, first, action);
      // A log may say that the suggestion was taken without saying what it was.
      if (suggestion.accepted && (first === undefined || isFirst)) continue;
      if (suggestion.accepted) counts.another++;
      if (first === undefined) counts.unseen++;
      if (isFreeText(action)) counts.freeText++;
      // Who refuses what they then do themselves has shown nothing to avoid.
      const rejected = first !== undefined && !isFirst ? { rejected: first } : {};
      refusals.push({ session: session.id, step, example: { ...logged, ...rejected } });
    }
  }
  return { refusals, ...counts };
}

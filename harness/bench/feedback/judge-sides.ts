import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import type { Action } from '../../contract/action.ts';
import type { Policy } from '../../contract/policy.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import { stepKey } from '../data/model-splits.ts';
import { suggestAll } from '../models/decisions.ts';
import type { SessionExamples } from '../models/session-examples.ts';
import { type JudgedStep, sumsBySession } from './sums-by-session.ts';

/** Right and all steps by session: over all steps, over the hard ones, and over those at which no text was written freely. */
export interface Sides {
  readonly historical: KeyedSums;
  readonly hard: KeyedSums;
  readonly hardOffered: KeyedSums;
}

/** Action accuracy on every step of the evaluation sessions and on the hard set, which was chosen beforehand. */
export async function judgeSides(
  policy: Policy,
  sessions: readonly Session[],
  hard: ReadonlySet<string>,
  examples: SessionExamples,
): Promise<Sides> {
  const judged: (JudgedStep & { readonly isHard: boolean; readonly offered: boolean })[] = [];
  for (const session of sessions) {
    const own = await examples.of(session);
    const right = await agreements(policy, own, examples);
    for (const [step, { action }] of own.entries())
      judged.push({
        session: session.id,
        case: caseOf(session),
        right: right[step]!,
        isHard: hard.has(stepKey(session.id, step)),
        offered: !isFreeText(action),
      });
  }
  const onHard = judged.filter(({ isHard }) => isHard);
  return {
    historical: sumsBySession(judged),
    hard: sumsBySession(onHard),
    hardOffered: sumsBySession(onHard.filter(({ offered }) => offered)),
  };
}

async function agreements(
  policy: Policy,
  own: Awaited<ReturnType<SessionExamples['of']>>,
  examples: SessionExamples,
): Promise<boolean[]> {
  const answers = await suggestAll(
    policy,
    own.map(({ screen }) => screen),
  );
  return own.map(({ action, screen }, at) => {
    const proposed = answers[at]?.ranked[0]?.action;
    return proposed !== undefined && examples.same(screen, proposed, action);
  });
}

/** Whether an action is text that the operator wrote, which no screen offers. */
export const isFreeText = (action: Action) => action.kind === 'send_text' && action.reply === null;

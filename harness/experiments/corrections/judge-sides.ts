import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import { stepKey } from '../../bench/data/model-splits.ts';
import { suggestAll } from '../../bench/models/decisions.ts';
import type { SessionExamples } from '../../bench/models/session-examples.ts';
import type { Policy } from '../../contract/policy.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import { isFreeText } from './logged-refusals.ts';

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
  const [historical, hardSums, hardOffered] = [new Sums(), new Sums(), new Sums()];
  for (const session of sessions) {
    const own = await examples.of(session);
    const right = await agreements(policy, own, examples);
    const isHard = own.map((_, step) => hard.has(stepKey(session.id, step)));
    historical.add(session, right);
    hardSums.add(
      session,
      right.filter((_, i) => isHard[i]),
    );
    const offered = right.filter((_, i) => isHard[i] && own[i] && !isFreeText(own[i].action));
    hardOffered.add(session, offered);
  }
  return { historical, hard: hardSums, hardOffered };
}

class Sums implements KeyedSums {
  readonly cases: string[] = [];
  readonly sessions: string[] = [];
  readonly numerators: number[] = [];
  readonly denominators: number[] = [];

  add(session: Session, right: readonly boolean[]): void {
    this.sessions.push(session.id);
    this.cases.push(caseOf(session));
    this.numerators.push(right.filter(Boolean).length);
    this.denominators.push(right.length);
  }
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

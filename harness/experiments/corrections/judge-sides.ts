import type { SessionSums } from '../../../reports/stats/session-sums.ts';
import { sameAction } from '../../contract/action.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import { stepKey } from '../models/model-splits.ts';
import type { SessionExamples } from '../models/session-examples.ts';

/** Right and all steps by session, once over all steps and once over the hard ones. */
export interface Sides {
  readonly historical: SessionSums;
  readonly hard: SessionSums;
}

const BATCH = 256;

/** Action accuracy on every step of the evaluation sessions and on the hard set, which was chosen beforehand. */
export async function judgeSides(
  policy: Policy,
  sessions: readonly Session[],
  hard: ReadonlySet<string>,
  examples: SessionExamples,
): Promise<Sides> {
  const sums = { right: [] as number[], steps: [] as number[], hardRight: [] as number[], hardSteps: [] as number[] };
  for (const session of sessions) {
    const own = await examples.of(session);
    const right = await agreements(policy, own);
    const isHard = own.map((_, step) => hard.has(stepKey(session.id, step)));
    sums.right.push(right.filter(Boolean).length);
    sums.steps.push(own.length);
    sums.hardRight.push(right.filter((one, i) => one && isHard[i]).length);
    sums.hardSteps.push(isHard.filter(Boolean).length);
  }
  return {
    historical: { numerators: sums.right, denominators: sums.steps },
    hard: { numerators: sums.hardRight, denominators: sums.hardSteps },
  };
}

async function agreements(policy: Policy, own: Awaited<ReturnType<SessionExamples['of']>>): Promise<boolean[]> {
  const right: boolean[] = [];
  for (let from = 0; from < own.length; from += BATCH) {
    const batch = own.slice(from, from + BATCH);
    const answers = await policy.suggest(batch.map(({ screen }) => screen));
    for (const [i, { action }] of batch.entries()) {
      const proposed = answers[i]?.ranked[0]?.action;
      right.push(proposed !== undefined && sameAction(proposed, action));
    }
  }
  return right;
}

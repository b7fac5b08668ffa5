import { type Action, actionKey } from '../../contract/action.ts';
import type { Policy, Suggestion } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';

/** What a policy would do first on each screen, null where it proposes nothing, and how fast it said so. */
export interface Decisions {
  readonly first: readonly (Action | null)[];
  readonly perSecond: number;
}

/** Screens in one call of the model. */
const BATCH = 256;

/** What a policy proposes on each screen, asked for some at a time. Throws: where it does not answer each. */
export async function suggestAll(policy: Policy, screens: readonly Screen[]): Promise<Suggestion[]> {
  const answers: Suggestion[] = [];
  for (let from = 0; from < screens.length; from += BATCH) {
    const some = screens.slice(from, from + BATCH);
    const given = await policy.suggest(some);
    if (given.length !== some.length)
      throw new Error(`Policy "${policy.name}" gave ${given.length} answers to ${some.length} screens.`);
    answers.push(...given);
  }
  return answers;
}

/** Asks a policy about screens, after a first batch that does not count. */
export async function decide(policy: Policy, screens: readonly Screen[]): Promise<Decisions> {
  await policy.suggest(screens.slice(0, BATCH));
  const startMs = wallClockMs();
  const first = (await suggestAll(policy, screens)).map(({ ranked }) => ranked[0]?.action ?? null);
  return { first, perSecond: (1000 * screens.length) / (wallClockMs() - startMs) };
}

/** Whether two choices are the same action, or both none. */
export function sameChoice(one: Action | null | undefined, other: Action | null | undefined): boolean {
  return one && other ? actionKey(one) === actionKey(other) : !one && !other;
}

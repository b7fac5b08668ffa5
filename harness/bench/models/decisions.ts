import { type Action, actionKey } from '../../contract/action.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';

/** What a policy would do first on each screen, null where it proposes nothing, and how fast it said so. */
export interface Decisions {
  readonly first: readonly (Action | null)[];
  readonly perSecond: number;
}

const BATCH = 256;

/** Asks a policy about screens, after a first batch that does not count. */
export async function decide(policy: Policy, screens: readonly Screen[]): Promise<Decisions> {
  await policy.suggest(screens.slice(0, BATCH));
  const first: (Action | null)[] = [];
  const startMs = wallClockMs();
  for (let from = 0; from < screens.length; from += BATCH)
    for (const { ranked } of await policy.suggest(screens.slice(from, from + BATCH)))
      first.push(ranked[0]?.action ?? null);
  return { first, perSecond: (1000 * screens.length) / (wallClockMs() - startMs) };
}

/** Share of screens on which two policies would do different things. */
export function flippedShare(one: Decisions, other: Decisions): number {
  return 1 - agreement(one, other.first);
}

/** Share of screens on which a policy would do what is given for them. */
export function agreement({ first }: Decisions, given: readonly (Action | null)[]): number {
  return first.filter((action, i) => sameChoice(action, given[i])).length / first.length;
}

/** Whether two choices are the same action, or both none. */
export function sameChoice(one: Action | null | undefined, other: Action | null | undefined): boolean {
  return one && other ? actionKey(one) === actionKey(other) : !one && !other;
}

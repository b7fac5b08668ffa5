import type { Policy } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';

/** What a policy would do first on each screen, as text, and how fast it said so. */
export interface Decisions {
  readonly first: readonly string[];
  readonly perSecond: number;
}

const BATCH = 256;

/** Asks a policy about screens, after a first batch that does not count. */
export async function decide(policy: Policy, screens: readonly Screen[]): Promise<Decisions> {
  await policy.suggest(screens.slice(0, BATCH));
  const first: string[] = [];
  const startMs = wallClockMs();
  for (let from = 0; from < screens.length; from += BATCH)
    for (const { ranked } of await policy.suggest(screens.slice(from, from + BATCH)))
      first.push(JSON.stringify(ranked[0]?.action ?? null));
  return { first, perSecond: (1000 * screens.length) / (wallClockMs() - startMs) };
}

/** Share of screens on which two policies would do different things. */
export function flippedShare(one: Decisions, other: Decisions): number {
  return one.first.filter((action, i) => action !== other.first[i]).length / one.first.length;
}

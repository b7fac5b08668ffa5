import { exactKey } from '../contract/action.ts';
import type { Scenario } from '../contract/scenario.ts';

/** What names an episode within a run: its cell, its session and, where a step is forced, how. */
export function episodeKey(cell: string, session: string, forced?: Scenario['forced']): string {
  if (!forced) return JSON.stringify([cell, session]);
  const { step, action } = forced;
  return JSON.stringify([cell, session, step, action === 'right' ? action : exactKey(action)]);
}

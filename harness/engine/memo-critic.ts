import { exactKey } from '../contract/action.ts';
import type { Critic, Proposal } from '../contract/critic.ts';
import { RecentMap } from './recent-map.ts';
import { hashScreen } from './screen-hash.ts';

/**
 * The critic with its last scores remembered by the screen's content and the proposed action. Only for
 * proposals of one policy: the rest of a suggestion is taken to follow from the screen.
 */
export function memoCritic(critic: Critic): Critic {
  const known = new RecentMap<number>();
  const memo: Critic = {
    name: critic.name,
    provider: critic.provider,
    ...(critic.save ? { save: (folder: string) => critic.save?.(folder) } : {}),
    score: async (proposals) => {
      const keys = proposals.map(keyOf);
      const found = new Map<string, number>();
      const fresh = new Map<string, Proposal>();
      proposals.forEach((proposal, i) => {
        const key = keys[i] as string;
        const score = known.get(key);
        if (score === undefined) fresh.set(key, proposal);
        else found.set(key, score);
      });
      if (fresh.size > 0) {
        const scores = await critic.score([...fresh.values()]);
        if (scores.length !== fresh.size)
          throw new Error(`Critic "${critic.name}" gave ${scores.length} scores to ${fresh.size} proposals.`);
        [...fresh.keys()].forEach((key, i) => {
          const score = scores[i] as number;
          found.set(key, score);
          known.set(key, score);
        });
      }
      return keys.map((key) => found.get(key) as number);
    },
    dispose: () => {
      known.clear();
      return critic.dispose();
    },
  };
  remembering.set(memo, critic);
  return memo;
}

const remembering = new WeakMap<Critic, Critic>();

/** The critic itself, without the memory that `memoCritic` put around it: for proposals that are met once. */
export function uncachedCritic(critic: Critic): Critic {
  return remembering.get(critic) ?? critic;
}

function keyOf({ screen, suggestion }: Proposal): string {
  const best = suggestion.ranked[0];
  return `${hashScreen(screen)} ${best ? exactKey(best.action) : ''}`;
}

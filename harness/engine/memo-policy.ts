import type { Policy, Suggestion } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';
import { RecentMap } from './recent-map.ts';
import { hashScreen } from './screen-hash.ts';

/**
 * The policy with its last answers remembered by the screen's content: in open loop all cells of a grid
 * meet the same screens, in closed loop all arms do until they part, so that they cost one pass of the model.
 */
export function memoPolicy(policy: Policy): Policy {
  const known = new RecentMap<Suggestion>();
  const memo: Policy = {
    name: policy.name,
    provider: policy.provider,
    ...(policy.backbone === undefined ? {} : { backbone: policy.backbone }),
    ...(policy.fingerprint === undefined ? {} : { fingerprint: policy.fingerprint }),
    ...(policy.save ? { save: (folder: string) => policy.save?.(folder) } : {}),
    suggest: async (screens) => {
      const hashes = screens.map(hashScreen);
      const found = new Map<string, Suggestion>();
      const fresh = new Map<string, Screen>();
      screens.forEach((screen, i) => {
        const hash = hashes[i] as string;
        const suggestion = known.get(hash);
        if (suggestion) found.set(hash, suggestion);
        else fresh.set(hash, screen);
      });
      if (fresh.size > 0) {
        const answers = await policy.suggest([...fresh.values()]);
        if (answers.length !== fresh.size)
          throw new Error(`Policy "${policy.name}" gave ${answers.length} answers to ${fresh.size} screens.`);
        [...fresh.keys()].forEach((hash, i) => {
          const suggestion = answers[i] as Suggestion;
          found.set(hash, suggestion);
          known.set(hash, suggestion);
        });
      }
      return hashes.map((hash) => found.get(hash) as Suggestion);
    },
    dispose: () => {
      known.clear();
      return policy.dispose();
    },
  };
  remembering.set(memo, policy);
  return memo;
}

const remembering = new WeakMap<Policy, Policy>();

/** The policy itself, without the memory that `memoPolicy` put around it: for screens that are met once. */
export function uncachedPolicy(policy: Policy): Policy {
  return remembering.get(policy) ?? policy;
}

import type { Policy, Suggestion } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';
import { hashScreen } from './screen-hash.ts';

/**
 * The policy with every answer remembered by the screen's content: in open loop all cells of a grid
 * meet the same screens, so that the grid costs one pass of the model.
 */
export function memoPolicy(policy: Policy): Policy {
  const known = new Map<string, Suggestion>();
  return {
    name: policy.name,
    provider: policy.provider,
    ...(policy.backbone === undefined ? {} : { backbone: policy.backbone }),
    ...(policy.fingerprint === undefined ? {} : { fingerprint: policy.fingerprint }),
    ...(policy.save ? { save: (folder: string) => policy.save?.(folder) } : {}),
    suggest: async (screens) => {
      const hashes = screens.map(hashScreen);
      const fresh = new Map<string, Screen>();
      screens.forEach((screen, i) => {
        const hash = hashes[i] as string;
        if (!known.has(hash)) fresh.set(hash, screen);
      });
      if (fresh.size > 0) {
        const answers = await policy.suggest([...fresh.values()]);
        if (answers.length !== fresh.size)
          throw new Error(`Policy "${policy.name}" gave ${answers.length} answers to ${fresh.size} screens.`);
        [...fresh.keys()].forEach((hash, i) => {
          known.set(hash, answers[i] as Suggestion);
        });
      }
      return hashes.map((hash) => known.get(hash) as Suggestion);
    },
    dispose: () => {
      known.clear();
      return policy.dispose();
    },
  };
}

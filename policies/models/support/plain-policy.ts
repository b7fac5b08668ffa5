import type { Policy, Suggestion } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

/** A policy that needs no more than one screen at a time and holds nothing to let go of. */
export function plainPolicy(
  name: string,
  suggestOne: (screen: Screen) => Suggestion,
  save?: (folder: string) => void,
): Policy {
  return {
    name,
    provider: 'cpu',
    suggest: async (screens) => screens.map(suggestOne),
    ...(save ? { save } : {}),
    dispose: async () => undefined,
  };
}

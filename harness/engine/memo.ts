import { exactKey } from '../contract/action.ts';
import type { Critic, Proposal } from '../contract/critic.ts';
import type { Policy } from '../contract/policy.ts';
import { RecentMap } from './recent-map.ts';
import { hashScreen } from './screen-hash.ts';
import { wrapCritic, wrapPolicy } from './wrap-role.ts';

/**
 * The policy with its last answers remembered by the screen's content: in open loop all cells of a grid
 * meet the same screens, in closed loop all arms do until they part, so that they cost one pass of the model.
 */
export function memoPolicy(policy: Policy): Policy {
  const { known, ask, clear } = memo(hashScreen, (screens) => policy.suggest(screens), `Policy "${policy.name}"`);
  const forget = () => {
    known.clear();
    policy.forget?.();
  };
  return remember(policy, wrapPolicy(policy, { suggest: ask, forget, dispose: clear(policy) }));
}

/**
 * The critic with its last scores remembered by the screen's content and the proposed action. Only for
 * proposals of one policy: the rest of a suggestion is taken to follow from the screen.
 */
export function memoCritic(critic: Critic): Critic {
  const { ask, clear } = memo(proposalKey, (proposals) => critic.score(proposals), `Critic "${critic.name}"`);
  return remember(critic, wrapCritic(critic, { score: ask, dispose: clear(critic) }));
}

/** The model itself, without the memory that was put around it: for inputs that are met once. */
export function withoutMemory<T extends Policy | Critic>(model: T): T {
  return (remembered.get(model) as T | undefined) ?? model;
}

/** Models by what remembers their answers. */
const remembered = new WeakMap<object, object>();

function remember<T extends object>(model: T, memory: T): T {
  remembered.set(memory, model);
  return memory;
}

/** Answers to the inputs, each asked for once as long as it is remembered. */
function memo<In, Out>(keyOf: (input: In) => string, model: (inputs: In[]) => Promise<Out[]>, called: string) {
  const known = new RecentMap<Out>();
  const ask = async (inputs: readonly In[]): Promise<Out[]> => {
    const keys = inputs.map(keyOf);
    const found = new Map<string, Out>();
    const fresh = new Map<string, In>();
    inputs.forEach((input, i) => {
      const key = keys[i] as string;
      const answer = known.get(key);
      if (answer === undefined) fresh.set(key, input);
      else found.set(key, answer);
    });
    if (fresh.size > 0) {
      const answers = await model([...fresh.values()]);
      if (answers.length !== fresh.size)
        throw new Error(`${called} gave ${answers.length} answers to ${fresh.size} inputs.`);
      [...fresh.keys()].forEach((key, i) => {
        const answer = answers[i] as Out;
        found.set(key, answer);
        known.set(key, answer);
      });
    }
    return keys.map((key) => found.get(key) as Out);
  };
  const clear = (owned: { dispose(): Promise<void> }) => () => {
    known.clear();
    return owned.dispose();
  };
  return { known, ask, clear };
}

function proposalKey({ screen, suggestion }: Proposal): string {
  const best = suggestion.ranked[0];
  return `${hashScreen(screen)} ${best ? exactKey(best.action) : ''}`;
}

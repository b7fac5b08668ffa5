import { actionTarget } from '../../harness/contract/action.ts';
import type { Policy, PolicyRecipe } from '../../harness/contract/policy.ts';
import { candidates } from '../screens/features/candidates.ts';
import { contextFeatures } from '../screens/features/context.ts';
import { loadMemory, saveMemory } from './support/memory-file.ts';
import { type Memory, memoryOf, NeighbourIndex } from './support/neighbour-index.ts';
import { plainPolicy } from './support/plain-policy.ts';
import { rankedSuggestion } from './support/ranked-suggestion.ts';

const NAME = 'nearest-neighbour';
/** How many neighbours vote. */
const NEIGHBOURS = 15;

function serve(memory: Memory, names: readonly string[]): Policy {
  const index = new NeighbourIndex(memory);
  const numbers = new Map(names.map((name, at) => [name, at]));
  const suggestOne: Parameters<typeof plainPolicy>[1] = (screen) => {
    const offered = candidates(screen);
    const wanted = new Set(offered.flatMap(({ target }) => numbers.get(target) ?? []));
    const votes = new Map<string, number>();
    for (const { target, similarity } of index.nearest(contextFeatures(screen), wanted, NEIGHBOURS))
      votes.set(names[target]!, (votes.get(names[target]!) ?? 0) + Math.max(0, similarity) ** 4);
    const weights = offered.map(({ target }) => votes.get(target) ?? 0);
    return { ranked: rankedSuggestion(screen, offered, weights) };
  };
  return plainPolicy(NAME, suggestOne, (folder) => saveMemory(folder, NAME, memory, names));
}

/** Does what was done on the most similar screens, of what this one offers. */
export const recipe = {
  name: NAME,
  summary: 'Proposes what was done on the most similar logged screens (cosine over n-grams of state and chat).',
  async fit(examples, { onProgress }) {
    const names = [...new Set(examples.map(({ action }) => actionTarget(action)))].sort();
    const numbers = new Map(names.map((name, at) => [name, at]));
    const memory = memoryOf(
      examples.map(({ screen, action }) => ({
        context: contextFeatures(screen),
        target: numbers.get(actionTarget(action))!,
      })),
    );
    onProgress?.(1, 'remembered');
    return serve(memory, names);
  },
  async load(folder) {
    const { memory, names } = loadMemory(folder, NAME);
    return serve(memory, names);
  },
} satisfies PolicyRecipe;

import { join } from 'node:path';
import { z } from 'zod';
import { actionTarget } from '../../harness/contract/action.ts';
import { writeFileAtomic } from '../../harness/contract/atomic-write.ts';
import type { Policy, PolicyRecipe } from '../../harness/contract/policy.ts';
import { loadBaseline, readModelBytes, saveBaseline } from '../model-files.ts';
import { candidates } from '../screens/features/candidates.ts';
import { contextFeatures } from '../screens/features/context.ts';
import { type Memory, NeighbourIndex, packMemory } from './support/neighbour-index.ts';
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
    const memory = packMemory(
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

const FILE = 'memory.bin';
const headSchema = z.strictObject({
  names: z.array(z.string()),
  examples: z.int().nonnegative(),
  features: z.int().nonnegative(),
});

/** Writes a memory and the names of its targets into a folder, the numbers in this machine's byte order. */
function saveMemory(folder: string, kind: string, memory: Memory, names: readonly string[]): void {
  const parts = [memory.ids, memory.weights, memory.starts, memory.targets];
  const bytes = Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)));
  writeFileAtomic(join(folder, FILE), bytes);
  saveBaseline(folder, kind, { names, examples: memory.targets.length, features: memory.ids.length });
}

/** Reads what `saveMemory` wrote. Throws: one line naming the file that is missing or damaged. */
function loadMemory(folder: string, kind: string): { memory: Memory; names: string[] } {
  const { names, examples, features } = loadBaseline(folder, kind, headSchema);
  const { buffer } = readModelBytes(join(folder, FILE), 'policy', 4 * (2 * features + 2 * examples + 1));
  const memory = {
    ids: new Int32Array(buffer, 0, features),
    weights: new Float32Array(buffer, 4 * features, features),
    starts: new Int32Array(buffer, 8 * features, examples + 1),
    targets: new Int32Array(buffer, 8 * features + 4 * (examples + 1), examples),
  };
  return { memory, names };
}

import { z } from 'zod';
import { actionTarget } from '../../harness/contract/action.ts';
import type { Policy, PolicyRecipe } from '../../harness/contract/policy.ts';
import { loadBaseline, saveBaseline } from '../model-files.ts';
import { candidates } from '../screens/features/candidates.ts';
import { plainPolicy } from './support/plain-policy.ts';
import { rankedSuggestion } from './support/ranked-suggestion.ts';

const NAME = 'majority';
/** How often each target was done. */
const modelSchema = z.record(z.string(), z.int().positive());
type Model = z.infer<typeof modelSchema>;

/** Added to every count, so that what was never done still has its place. */
const SMOOTHING = 0.5;

function serve(model: Model): Policy {
  const suggestOne: Parameters<typeof plainPolicy>[1] = (screen) => {
    const offered = candidates(screen);
    const weights = offered.map(({ target }) => (Object.hasOwn(model, target) ? model[target]! : 0) + SMOOTHING);
    return { ranked: rankedSuggestion(screen, offered, weights) };
  };
  return plainPolicy(NAME, suggestOne, (folder) => saveBaseline(folder, NAME, model));
}

/** Proposes what was done most often, of what the screen offers. */
export const recipe = {
  name: NAME,
  summary: 'Proposes the action that was done most often, of those that the screen offers.',
  async fit(examples, { onProgress }) {
    const counts = new Map<string, number>();
    for (const { action } of examples) counts.set(actionTarget(action), (counts.get(actionTarget(action)) ?? 0) + 1);
    onProgress?.(1, 'counted');
    return serve(Object.fromEntries([...counts].sort()));
  },
  load: async (folder) => serve(loadBaseline(folder, NAME, modelSchema)),
} satisfies PolicyRecipe;

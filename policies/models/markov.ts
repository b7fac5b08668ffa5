import { z } from 'zod';
import { actionTarget } from '../../harness/contract/action.ts';
import type { Policy, PolicyRecipe } from '../../harness/contract/policy.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import { loadBaseline, saveBaseline } from '../model-files.ts';
import { candidates } from '../screens/features/candidates.ts';
import { plainPolicy } from './support/plain-policy.ts';
import { rankedSuggestion } from './support/ranked-suggestion.ts';

const NAME = 'markov';
/** Context → target → how often it was done there. */
const modelSchema = z.record(z.string(), z.record(z.string(), z.int().positive()));
type Model = z.infer<typeof modelSchema>;

/** What was done last, from knowing nothing to knowing procedure and last two actions. */
function contextsOf({ procedure, timeline }: Screen): string[] {
  const place = procedure?.id ?? '';
  const [last, second] = [timeline.at(-1)?.target ?? '', timeline.at(-2)?.target ?? ''];
  return [[], [last], [place, last], [place, last, second]].map((parts) => JSON.stringify(parts));
}

/**
 * Probabilities of the offered targets: each context's counts, backed off to the shorter one where it saw little.
 *
 * Source: Witten & Bell 1991, estimate C: what a context does not know gets the share distinct / (seen + distinct).
 */
function probabilities(model: Model, screen: Screen, targets: readonly string[]): number[] {
  let estimate = targets.map(() => 1 / targets.length);
  for (const context of contextsOf(screen)) {
    const counts = Object.hasOwn(model, context) ? model[context]! : {};
    const here = targets.map((target) => (Object.hasOwn(counts, target) ? counts[target]! : 0));
    const seen = sumOf(here);
    if (seen === 0) continue;
    const distinct = here.filter((count) => count > 0).length;
    estimate = estimate.map((lower, at) => (here[at]! + distinct * lower) / (seen + distinct));
  }
  return estimate;
}

function serve(model: Model): Policy {
  const suggestOne: Parameters<typeof plainPolicy>[1] = (screen) => {
    const offered = candidates(screen);
    const targets = offered.map(({ target }) => target);
    return { ranked: rankedSuggestion(screen, offered, probabilities(model, screen, targets)) };
  };
  return plainPolicy(NAME, suggestOne, (folder) => saveBaseline(folder, NAME, model));
}

/** Proposes what mostly came after the last actions; of contexts rarely seen the shorter one counts more. */
export const recipe = {
  name: NAME,
  summary: 'Proposes what mostly followed on the last one or two actions, with back-off.',
  async fit(examples, { onProgress }) {
    const model = new Map<string, Map<string, number>>();
    for (const { screen, action } of examples)
      for (const context of contextsOf(screen)) {
        const counts = model.get(context) ?? new Map<string, number>();
        const target = actionTarget(action);
        model.set(context, counts.set(target, (counts.get(target) ?? 0) + 1));
      }
    onProgress?.(1, 'counted');
    return serve(Object.fromEntries([...model].map(([context, counts]) => [context, Object.fromEntries(counts)])));
  },
  load: async (folder) => serve(loadBaseline(folder, NAME, modelSchema)),
} satisfies PolicyRecipe;

import { join } from 'node:path';
import type { Policy } from '../../../harness/contract/policy.ts';
import type { RankingItem } from '../../networks/ranker/item.ts';
import { loadScorer } from '../../networks/ranker/scorer.ts';
import type { Blank } from '../../screens/suggesting/fill-forms.ts';
import { type Choice, type SuggestionModel, suggest } from '../../screens/suggesting/suggest.ts';
import { actionItem, valueItem } from './examples.ts';
import { MODEL_FILES, readShapes, type StoredPolicy, type StoredShapes, storePolicy } from './store.ts';

/** A trained n-gram policy, in memory and ready to serve. */
export interface NgramPolicy extends Policy {
  /** Writes model files that `loadNgramPolicy` reads. Throws: when it was itself loaded: copy its folder. */
  save(folder: string): void;
}

/** Serves a policy from memory. */
export function serveNgramPolicy(
  name: string,
  stored: StoredPolicy,
  providers?: readonly string[],
): Promise<NgramPolicy> {
  return serve(name, stored, stored.models, providers, (folder) => storePolicy(folder, stored));
}

/**
 * Loads a policy that was saved to a folder.
 *
 * Throws: one line naming the file, when one is missing, damaged, or of another version.
 */
export async function loadNgramPolicy(
  name: string,
  folder: string,
  providers?: readonly string[],
): Promise<NgramPolicy> {
  const sources = { actions: join(folder, MODEL_FILES.actions), values: join(folder, MODEL_FILES.values) };
  return serve(name, readShapes(folder), sources, providers, () => {
    throw new Error(`the policy was loaded from ${folder}: copy that folder`);
  });
}

async function serve(
  name: string,
  shapes: StoredShapes,
  sources: { readonly actions: string | Uint8Array; readonly values: string | Uint8Array },
  providers: readonly string[] | undefined,
  save: (folder: string) => void,
): Promise<NgramPolicy> {
  const actions = await loadScorer(sources.actions, shapes.actions, providers);
  const values = await loadScorer(sources.values, shapes.values, providers);
  const { knowledge, filter, vocabulary } = shapes;
  const known = { charts: knowledge.charts, named: (name: string) => knowledge.seen.has(name), kept: filter };
  // One by one as the scorer asks for them: it computes full batches while the next features are worked out.
  function* actionItems(choices: readonly Choice[]): Generator<RankingItem, void, undefined> {
    for (const { screen, offered } of choices) yield actionItem(screen, offered, known);
  }
  function* valueItems(blanks: readonly Blank[]): Generator<RankingItem, void, undefined> {
    for (const blank of blanks) yield valueItem(blank);
  }
  const model: SuggestionModel = {
    scoreActions: (choices) => actions.score(actionItems(choices)),
    scoreValues: (blanks) => values.score(valueItems(blanks)),
    // The models' scores were divided by theirs when they were trained.
    temperature: 1,
    vocabulary,
  };
  return {
    name,
    provider: actions.provider,
    suggest: (screens) => suggest(screens, model),
    save,
    async dispose() {
      await actions.dispose();
      await values.dispose();
    },
  };
}

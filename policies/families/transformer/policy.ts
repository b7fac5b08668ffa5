import type { Policy } from '../../../harness/contract/policy.ts';
import { flowCharts } from '../../screens/features/flow-chart.ts';
import type { ScoreValues } from '../../screens/suggesting/fill-forms.ts';
import { type SuggestionModel, suggest } from '../../screens/suggesting/suggest.ts';
import type { Backbone } from './backbone.ts';
import { backboneOf } from './encode-proposals.ts';
import { fieldItemMaker } from './field-items.ts';
import { itemMaker } from './item.ts';
import { createLexicon } from './lexicon.ts';
import { loadNetwork } from './scorer.ts';
import { modelPaths, type PolicySources, readPolicy, type StoredPolicy, storePolicy } from './store.ts';

/** A trained transformer policy, ready to serve. */
export interface TransformerPolicy extends Policy {
  readonly backbone: Backbone;
  save(folder: string): void;
}

/** Serves a policy. Throws: one line, when a model is not what its description says. */
export async function serveTransformer(
  name: string,
  stored: StoredPolicy,
  providers: readonly string[] | undefined,
  sources: PolicySources = stored,
): Promise<TransformerPolicy> {
  const { size, lengths, factBits, temperature, vocabulary, catalog } = stored.meta;
  const lexicon = createLexicon(stored.meta.lexicon);
  const shape = { size, tokens: lexicon.size, actions: lexicon.rows, factBits };
  const network = await loadNetwork(sources.actions, shape, lengths, providers);
  const fields = await loadNetwork(sources.fields, shape, lengths, providers);
  const makeItem = itemMaker(lexicon, lengths, catalog ? flowCharts(catalog) : undefined);
  const makeField = fieldItemMaker(lexicon, lengths);
  const scoreValues: ScoreValues = async (blanks) =>
    (await fields.score(blanks.map(makeField))).map(({ scores }) => scores);
  const scoreActions: SuggestionModel['scoreActions'] = async (choices) => {
    const scored = await network.score(choices.map(({ screen, offered }) => makeItem(screen, offered)));
    return scored.map(({ scores }) => scores);
  };
  const model: SuggestionModel = { scoreActions, scoreValues, temperature, vocabulary };
  return {
    name,
    provider: network.provider,
    suggest: (screens) => suggest(screens, model),
    backbone: backboneOf(network, makeItem, size.width),
    save: (folder) => storePolicy(folder, stored),
    async dispose() {
      await network.dispose();
      await fields.dispose();
    },
  };
}

/** Loads a policy that was saved to a folder. Throws: one line naming the file that is missing, damaged or of another version. */
export async function loadTransformer(
  name: string,
  folder: string,
  providers?: readonly string[],
): Promise<TransformerPolicy> {
  return serveTransformer(name, readPolicy(folder), providers, modelPaths(folder));
}

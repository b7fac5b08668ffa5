import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { catalogSchema } from '../../../harness/contract/catalog.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import { readDescription, readModelBytes, writeDescription } from '../../model-files.ts';
import { loadScorer } from '../../networks/ranker/scorer.ts';
import { flowCharts } from '../../screens/features/flow-chart.ts';
import { type SuggestionModel, suggest } from '../../screens/suggesting/suggest.ts';
import { valueItem } from '../ngram/examples.ts';
import { VALUE_RANKER } from '../ngram/settings.ts';
import { type Backbone, backboneOf } from './backbone.ts';
import { itemMaker } from './item.ts';
import { createLexicon } from './lexicon.ts';
import { loadNetwork, type NetworkModels, type NetworkSource } from './scorer.ts';
import { trainableTransformer } from './trainable.ts';

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
  actions: NetworkSource = stored.actions,
): Promise<TransformerPolicy> {
  const { size, lengths, factBits, temperature, vocabulary, catalog } = stored.meta;
  const lexicon = createLexicon(stored.meta.lexicon);
  const shape = { size, tokens: lexicon.size, actions: lexicon.rows, factBits };
  const network = await loadNetwork(actions, shape, lengths, providers);
  const values = await loadScorer(stored.values, VALUE_RANKER.shape, providers);
  const makeItem = itemMaker(lexicon, lengths, catalog ? flowCharts(catalog) : undefined);
  const scoreActions: SuggestionModel['scoreActions'] = async (choices) => {
    const scored = await network.score(choices.map(({ screen, offered }) => makeItem(screen, offered)));
    return scored.map(({ scores }) => scores);
  };
  const scoreValues: SuggestionModel['scoreValues'] = (blanks) => values.score(blanks.map(valueItem));
  const model: SuggestionModel = { scoreActions, scoreValues, temperature, vocabulary };
  const { firstAction } = lexicon;
  return {
    name,
    provider: network.provider,
    suggest: (screens) => suggest(screens, model),
    backbone: backboneOf(
      async (choices) => network.score(choices.map(({ screen, offered }) => makeItem(screen, offered))),
      size.width,
    ),
    trainable: trainableTransformer({
      ...{ shape, lengths, firstAction, temperature, vocabulary, makeItem, providers },
      models: () => ({ actions: stored.actions, values: stored.values }),
      serve: (as, models) => serveTransformer(as, { ...stored, ...models }, providers),
    }),
    save: (folder) => storePolicy(folder, stored),
    async dispose() {
      await network.dispose();
      await values.dispose();
    },
  };
}

/** Loads a policy that was saved to a folder. Throws: one line naming the file that is missing, damaged or of another version. */
export async function loadTransformer(
  name: string,
  folder: string,
  providers?: readonly string[],
): Promise<TransformerPolicy> {
  return serveTransformer(name, readPolicy(folder), providers, modelPaths(folder).actions);
}

const KIND = { role: 'policy', kind: 'deskbench transformer policy', version: 5 } as const;
const META_FILE = 'meta.json';

const size = (most: number) => z.int().positive().max(most);

const metaSchema = z.strictObject({
  size: z.strictObject({ width: size(4096), heads: size(64), layers: size(64), inner: size(16_384) }),
  lengths: z.strictObject({ screen: size(4096), candidate: size(512) }),
  factBits: z.int().min(1).max(24),
  temperature: z.number().positive(),
  lexicon: z.strictObject({
    merges: z
      .array(z.tuple([z.int().nonnegative(), z.int().nonnegative()]).readonly())
      .max(60_000)
      .readonly(),
    actions: z.array(z.string()).max(100_000).readonly(),
  }),
  vocabulary: z.record(z.string(), z.array(z.string().min(1)).max(100).readonly()).readonly(),
  /** The procedures whose flow charts the network was told; null where it was told none. */
  catalog: catalogSchema.nullable(),
});

/** What is needed to feed a stored policy's models. */
type StoredMeta = z.infer<typeof metaSchema>;

/** A trained policy as files: the network that scores actions, and the ranker of form values. */
interface StoredPolicy {
  readonly meta: StoredMeta;
  readonly actions: NetworkModels;
  readonly values: Uint8Array;
}

/** Writes a policy into a folder, the description last: a folder without it is no policy. */
function storePolicy(folder: string, { meta, actions, values }: StoredPolicy): void {
  const paths = modelPaths(folder);
  writeFileAtomic(paths.actions.texts, actions.texts);
  writeFileAtomic(paths.actions.screens, actions.screens);
  writeFileAtomic(paths.values, values);
  writeDescription(join(folder, META_FILE), KIND, meta);
}

/** Reads a stored policy. Throws: one line, when a file is missing or of another kind or version. */
function readPolicy(folder: string): StoredPolicy {
  const meta = readDescription(join(folder, META_FILE), KIND, metaSchema);
  const { actions, values } = modelPaths(folder);
  const bytes = (path: string) => readModelBytes(path, 'policy');
  return { meta, actions: { texts: bytes(actions.texts), screens: bytes(actions.screens) }, values: bytes(values) };
}

/** Where a stored policy's models lie. */
function modelPaths(folder: string) {
  const within = (name: string) => join(folder, name);
  return {
    actions: { texts: within('texts.onnx'), screens: within('screens.onnx') },
    values: within('values.onnx'),
  } as const;
}

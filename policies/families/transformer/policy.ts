import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { catalogSchema } from '../../../harness/contract/catalog.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import { readDescription, readModelBytes, writeDescription } from '../../model-files.ts';
import { flowCharts } from '../../screens/features/flow-chart.ts';
import type { ScoreValues } from '../../screens/suggesting/fill-forms.ts';
import { type SuggestionModel, suggest } from '../../screens/suggesting/suggest.ts';
import { type Backbone, backboneOf } from './backbone.ts';
import { fieldItemMaker } from './field-items.ts';
import { itemMaker } from './item.ts';
import { createLexicon } from './lexicon.ts';
import { loadNetwork, type NetworkModels, type NetworkSource } from './scorer.ts';

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
    backbone: backboneOf(
      async (choices) => network.score(choices.map(({ screen, offered }) => makeItem(screen, offered))),
      size.width,
    ),
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

const KIND = { role: 'policy', kind: 'deskbench transformer policy', version: 4 } as const;
const META_FILE = 'meta.json';
const MODEL_FILES = {
  actions: { texts: 'texts.onnx', screens: 'screens.onnx' },
  fields: { texts: 'field-texts.onnx', screens: 'field-screens.onnx' },
} as const;
const NETWORKS = ['actions', 'fields'] as const;

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

/** A trained policy as files: the network that scores actions, and that which scores fields' values. */
interface StoredPolicy {
  readonly meta: StoredMeta;
  readonly actions: NetworkModels;
  readonly fields: NetworkModels;
}

/** Where the two networks are read from: bytes, or paths, which errors then name. */
type PolicySources = Readonly<Record<(typeof NETWORKS)[number], NetworkSource>>;

/** Writes a policy into a folder, the description last: a folder without it is no policy. */
function storePolicy(folder: string, stored: StoredPolicy): void {
  const paths = modelPaths(folder);
  for (const network of NETWORKS) {
    writeFileAtomic(paths[network].texts, stored[network].texts);
    writeFileAtomic(paths[network].screens, stored[network].screens);
  }
  writeDescription(join(folder, META_FILE), KIND, stored.meta);
}

/** Reads a stored policy. Throws: one line, when a file is missing or of another kind or version. */
function readPolicy(folder: string): StoredPolicy {
  const meta = readDescription(join(folder, META_FILE), KIND, metaSchema);
  const { actions, fields } = modelPaths(folder);
  const models = ({ texts, screens }: { texts: string; screens: string }): NetworkModels => {
    return { texts: readModelBytes(texts, 'policy'), screens: readModelBytes(screens, 'policy') };
  };
  return { meta, actions: models(actions), fields: models(fields) };
}

/** Where a stored policy's models lie. */
function modelPaths(folder: string) {
  const within = ({ texts, screens }: { texts: string; screens: string }) => {
    return { texts: join(folder, texts), screens: join(folder, screens) };
  };
  return { actions: within(MODEL_FILES.actions), fields: within(MODEL_FILES.fields) } satisfies PolicySources;
}

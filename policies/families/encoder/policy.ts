import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { catalogSchema } from '../../../harness/contract/catalog.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import { readDescription, readModelBytes, writeDescription } from '../../model-files.ts';
import { loadScorer } from '../../networks/ranker/scorer.ts';
import { FeatureFilter, FILTER_BYTES } from '../../screens/features/feature-filter.ts';
import { flowCharts } from '../../screens/features/flow-chart.ts';
import { type SuggestionModel, suggest } from '../../screens/suggesting/suggest.ts';
import { valueItem } from '../ngram/examples.ts';
import { VALUE_RANKER } from '../ngram/settings.ts';
import { type Backbone, backboneOf } from '../transformer/backbone.ts';
import type { Encoder } from './encoder-folder.ts';
import { itemMaker } from './item.ts';
import { loadNetwork } from './scorer.ts';
import { loadTextEncoder } from './text-encoder.ts';
import { TextVectors } from './vectors.ts';

/** A trained policy on a pretrained encoder, ready to serve. */
export interface EncoderPolicy extends Policy {
  readonly backbone: Backbone;
  save(folder: string): void;
}

/** A trained policy as files. The encoder itself is no part of it: whoever loads it names the same one. */
interface StoredPolicy {
  readonly meta: Omit<StoredMeta, 'encoder'>;
  /** Which n-gram features count; null where none are read. */
  readonly filter: FeatureFilter | null;
  readonly actions: Uint8Array;
  readonly values: Uint8Array;
}

/** Serves a policy; frees the vectors' encoder with it. Throws: one line, when a model is not what its description says. */
export async function serveEncoderPolicy(
  name: string,
  stored: StoredPolicy,
  vectors: TextVectors,
  { fingerprint }: Encoder,
  providers: readonly string[] | undefined,
): Promise<EncoderPolicy> {
  const { shape, temperature, actions, vocabulary, catalog } = stored.meta;
  const network = await loadNetwork(stored.actions, shape, vectors, providers);
  const values = await loadScorer(stored.values, VALUE_RANKER.shape, providers);
  const charts = catalog ? flowCharts(catalog) : new Map();
  const make = itemMaker({ charts, actions, kept: stored.filter ?? undefined });
  const scoreAll: Parameters<typeof backboneOf>[0] = (choices) =>
    network.score(choices.map(({ screen, offered }) => make(screen, offered)));
  const model: SuggestionModel = {
    scoreActions: async (choices) => (await scoreAll(choices)).map(({ scores }) => scores),
    scoreValues: (blanks) => values.score(blanks.map(valueItem)),
    temperature,
    vocabulary,
  };
  return {
    name,
    provider: network.provider,
    suggest: (screens) => suggest(screens, model),
    backbone: backboneOf(scoreAll, shape.size.width),
    save: (folder) => storePolicy(folder, stored, fingerprint),
    async dispose() {
      await network.dispose();
      await values.dispose();
      await vectors.dispose();
    },
  };
}

/**
 * Loads a policy that was saved to a folder. Throws: one line naming the file that is missing, damaged or of another
 * version, or that was trained on another encoder.
 */
export async function loadEncoderPolicy(
  name: string,
  folder: string,
  encoder: Encoder,
  providers: readonly string[] | undefined,
): Promise<EncoderPolicy> {
  const stored = readPolicy(folder, encoder);
  const vectors = new TextVectors(await loadTextEncoder(encoder, providers));
  return serveEncoderPolicy(name, stored, vectors, encoder, providers);
}

const KIND = { role: 'policy', kind: 'deskbench encoder policy', version: 1 } as const;
const FILES = { meta: 'meta.json', actions: 'actions.onnx', values: 'values.onnx', filter: 'features.bin' } as const;

const size = (most: number) => z.int().positive().max(most);
const metaSchema = z.strictObject({
  /** Fingerprint of the encoder that it was trained on. */
  encoder: z.string(),
  shape: z.strictObject({
    size: z.strictObject({ width: size(4096), heads: size(64), layers: size(64), inner: size(16_384) }),
    vector: size(16_384),
    actions: size(1_000_000),
    factBits: size(24),
    wideBits: z.int().min(0).max(24),
  }),
  temperature: z.number().positive(),
  actions: z.array(z.string()).readonly(),
  vocabulary: z.record(z.string(), z.array(z.string().min(1)).max(100).readonly()).readonly(),
  /** The procedures whose flow charts the network was told; null where it was told none. */
  catalog: catalogSchema.nullable(),
});
type StoredMeta = z.infer<typeof metaSchema>;

/** Writes a policy into a folder, the description last: a folder without it is no policy. */
function storePolicy(folder: string, { meta, filter, actions, values }: StoredPolicy, encoder: string): void {
  writeFileAtomic(join(folder, FILES.actions), actions);
  writeFileAtomic(join(folder, FILES.values), values);
  if (filter) writeFileAtomic(join(folder, FILES.filter), filter.bytes);
  writeDescription(join(folder, FILES.meta), KIND, { ...meta, encoder });
}

function readPolicy(folder: string, encoder: Encoder): StoredPolicy {
  const path = join(folder, FILES.meta);
  const { encoder: trainedOn, ...meta } = readDescription(path, KIND, metaSchema);
  if (trainedOn !== encoder.fingerprint)
    throw new Error(`${path} was trained on another encoder than ${encoder.folder}: name that one, or train again`);
  const filter =
    meta.shape.wideBits > 0
      ? new FeatureFilter(readModelBytes(join(folder, FILES.filter), 'policy', FILTER_BYTES))
      : null;
  const [actions, values] = [FILES.actions, FILES.values].map((name) => readModelBytes(join(folder, name), 'policy'));
  return { meta, filter, actions: actions!, values: values! };
}

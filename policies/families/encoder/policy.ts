import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import { readDescription, readModelBytes, writeDescription } from '../../model-files.ts';
import { loadScorer } from '../../networks/ranker/scorer.ts';
import { FeatureFilter, FILTER_BYTES } from '../../screens/features/feature-filter.ts';
import { readCharts, storedCharts, storedChartsSchema } from '../../screens/features/flow-chart.ts';
import { type SuggestionModel, suggest } from '../../screens/suggesting/suggest.ts';
import type { Vocabulary } from '../../screens/suggesting/vocabulary.ts';
import { valueItem } from '../ngram/examples.ts';
import { VALUE_RANKER } from '../ngram/settings.ts';
import { type Backbone, backboneOf } from '../transformer/backbone.ts';
import type { Encoder } from './encoder-folder.ts';
import { type EncoderKnowledge, itemMaker } from './item.ts';
import { readLearned, saveLearned } from './learned-files.ts';
import { type EncoderNetworkShape, storedShapeSchema } from './network.ts';
import { loadNetwork } from './scorer.ts';
import { TextVectors, textModelIn, type VectorOptions, writeTextModel } from './text-vectors.ts';
import { type LearnedLayers, tunedEncoder } from './tuning.ts';

/** A trained policy on a pretrained encoder, ready to serve. */
export interface EncoderPolicy extends Policy {
  readonly backbone: Backbone;
  save(folder: string): void;
  saveWhole?(folder: string): void;
}

/** A trained policy. The encoder itself is no part of its files: whoever loads it names the same one. */
interface StoredPolicy {
  readonly shape: EncoderNetworkShape;
  readonly temperature: number;
  readonly vocabulary: Vocabulary;
  readonly knowledge: EncoderKnowledge;
  readonly actions: Uint8Array;
  readonly values: Uint8Array;
  /** What the encoder's upper layers learned; null: they are as they were. */
  readonly tuned: LearnedLayers | null;
}

/** Serves a policy. Throws: one line, when a model is not what its description says. */
export async function serveEncoderPolicy(
  name: string,
  stored: StoredPolicy,
  encoder: Encoder,
  options: VectorOptions,
): Promise<EncoderPolicy> {
  const { shape, temperature, vocabulary, knowledge, tuned } = stored;
  const { providers } = options;
  const own = tuned ? tunedEncoder(encoder, tuned) : encoder;
  const values = await loadScorer(stored.values, VALUE_RANKER.shape, providers);
  const vectors = await TextVectors.load(own, options);
  const network = await loadNetwork(stored.actions, shape, vectors, providers);
  const make = itemMaker(knowledge);
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
    save: (folder) => storePolicy(folder, stored, encoder.fingerprint),
    ...(!encoder.exported && {
      saveWhole(folder: string) {
        storePolicy(folder, stored, encoder.fingerprint);
        writeTextModel(folder, own);
      },
    }),
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
  options: VectorOptions,
): Promise<EncoderPolicy> {
  return serveEncoderPolicy(name, readPolicy(folder, encoder), encoder, { ...options, ...textModelIn(folder) });
}

const KIND = { role: 'policy', kind: 'deskbench encoder policy', version: 2 } as const;
const FILES = { meta: 'meta.json', actions: 'actions.onnx', values: 'values.onnx', filter: 'features.bin' } as const;
/** Folder of what the encoder's upper layers learned. */
const TUNED = 'tuned';

const metaSchema = z.strictObject({
  /** Fingerprint of the encoder that it was trained on. */
  encoder: z.string(),
  shape: storedShapeSchema,
  temperature: z.number().positive(),
  /** Whether upper layers of the encoder learned too. */
  tuned: z.boolean(),
  vocabulary: z.record(z.string(), z.array(z.string().min(1)).max(100).readonly()).readonly(),
  charts: storedChartsSchema,
  seen: z.array(z.string()),
});

/** Writes a policy into a folder, the description last: a folder without it is no policy. */
function storePolicy(folder: string, stored: StoredPolicy, encoder: string): void {
  const { shape, temperature, vocabulary, knowledge, actions, values, tuned } = stored;
  writeFileAtomic(join(folder, FILES.actions), actions);
  writeFileAtomic(join(folder, FILES.values), values);
  if (knowledge.filter) writeFileAtomic(join(folder, FILES.filter), knowledge.filter.bytes);
  if (tuned) saveLearned(join(folder, TUNED), tuned);
  const known = { charts: storedCharts(knowledge.charts), seen: [...knowledge.seen].sort() };
  const meta: z.infer<typeof metaSchema> = {
    ...{ encoder, shape, temperature, tuned: tuned !== null, vocabulary },
    ...known,
  };
  writeDescription(join(folder, FILES.meta), KIND, meta);
}

function readPolicy(folder: string, encoder: Encoder): StoredPolicy {
  const path = join(folder, FILES.meta);
  const { encoder: trainedOn, charts, seen, ...meta } = readDescription(path, KIND, metaSchema);
  if (trainedOn !== encoder.fingerprint)
    throw new Error(`${path} was trained on another encoder than ${encoder.folder}: name that one, or train again`);
  const bytesOf = (name: string, size?: number) => readModelBytes(join(folder, name), 'policy', size);
  const filter = meta.shape.wideBits > 0 ? new FeatureFilter(bytesOf(FILES.filter, FILTER_BYTES)) : null;
  const knowledge = { charts: readCharts(charts), seen: new Set(seen), filter };
  const tuned = meta.tuned ? readLearned(join(folder, TUNED), encoder) : null;
  return { ...meta, tuned, knowledge, actions: bytesOf(FILES.actions), values: bytesOf(FILES.values) };
}

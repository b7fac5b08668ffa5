import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import { readDescription, readModelBytes, writeDescription } from '../../model-files.ts';
import type { RankingItem } from '../../networks/ranker/item.ts';
import { loadScorer } from '../../networks/ranker/scorer.ts';
import { FeatureFilter, FILTER_BYTES } from '../../screens/features/feature-filter.ts';
import { readCharts, storedCharts, storedChartsSchema } from '../../screens/features/flow-chart.ts';
import type { Blank } from '../../screens/suggesting/fill-forms.ts';
import { type Choice, type SuggestionModel, suggest } from '../../screens/suggesting/suggest.ts';
import { actionItem, valueItem } from './examples.ts';
import type { NetworkModels, NetworkName, StoredShapes } from './stored.ts';
import { trainableNgram } from './trainable.ts';

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
  return serve(name, stored, { sources: stored.models, models: () => stored.models }, providers, (folder) =>
    storePolicy(folder, stored),
  );
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
  const models = () => ({
    actions: readModelBytes(sources.actions, 'policy'),
    values: readModelBytes(sources.values, 'policy'),
  });
  return serve(name, readShapes(folder), { sources, models }, providers, () => {
    throw new Error(`the policy was loaded from ${folder}: copy that folder`);
  });
}

/** A policy's two networks: as they are loaded, and as bytes where somebody asks for them. */
interface Models {
  readonly sources: Readonly<Record<NetworkName, string | Uint8Array>>;
  readonly models: () => NetworkModels;
}

async function serve(
  name: string,
  shapes: StoredShapes,
  { sources, models }: Models,
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
    trainable: trainableNgram({
      shapes,
      models,
      providers,
      serve: (as, changed) => serveNgramPolicy(as, { ...shapes, models: changed }, providers),
    }),
    save,
    async dispose() {
      await actions.dispose();
      await values.dispose();
    },
  };
}

const KIND = { role: 'policy', kind: 'deskbench ngram policy', version: 3 } as const;
const MODEL_FILES = {
  actions: 'model.onnx',
  values: 'values.onnx',
  filter: 'features.bin',
  meta: 'meta.json',
} as const;

const shapeSchema = z.strictObject({
  facts: z.int().positive(),
  wideBits: z.int().min(0).max(24),
  ownBits: z.int().min(0).max(24),
  deepBits: z.int().min(0).max(24),
  width: z.int().min(0).max(1024),
});

const metaSchema = z.strictObject({
  actions: shapeSchema,
  values: shapeSchema,
  vocabulary: z.record(z.string(), z.array(z.string().min(1)).max(100).readonly()).readonly(),
  charts: storedChartsSchema,
  seen: z.array(z.string()),
});

/** A trained policy as files: two ONNX models and what is needed to feed them. */
interface StoredPolicy extends StoredShapes {
  readonly models: NetworkModels;
}

/** Writes a policy into a folder, the description last: a folder without it is no policy. */
function storePolicy(folder: string, stored: StoredPolicy): void {
  const { actions, values, vocabulary, knowledge, models } = stored;
  writeFileAtomic(join(folder, MODEL_FILES.filter), stored.filter.bytes);
  writeFileAtomic(join(folder, MODEL_FILES.actions), models.actions);
  writeFileAtomic(join(folder, MODEL_FILES.values), models.values);
  const meta: z.infer<typeof metaSchema> = {
    actions,
    values,
    vocabulary,
    charts: storedCharts(knowledge.charts),
    seen: [...knowledge.seen].sort(),
  };
  writeDescription(join(folder, MODEL_FILES.meta), KIND, meta);
}

/** Reads a stored policy's description. Throws: one line, when there is none or it is of another kind or version. */
function readShapes(folder: string): StoredShapes {
  const { charts, seen, ...shapes } = readDescription(join(folder, MODEL_FILES.meta), KIND, metaSchema);
  const filter = new FeatureFilter(readModelBytes(join(folder, MODEL_FILES.filter), 'policy', FILTER_BYTES));
  return { ...shapes, knowledge: { charts: readCharts(charts), seen: new Set(seen) }, filter };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { catalogSchema } from '../../../harness/contract/catalog.ts';
import type { NetworkModels, NetworkSource } from './scorer.ts';

/** Raised whenever what the network reads, or the network itself, changes: a model of another version is refused. */
const VERSION = 4;
const META_FILE = 'meta.json';
const MODEL_FILES = {
  actions: { texts: 'texts.onnx', screens: 'screens.onnx' },
  fields: { texts: 'field-texts.onnx', screens: 'field-screens.onnx' },
} as const;
const NETWORKS = ['actions', 'fields'] as const;

const size = (most: number) => z.int().positive().max(most);

const metaSchema = z.strictObject({
  kind: z.literal('deskbench transformer policy'),
  version: z.literal(VERSION),
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
export type StoredMeta = Omit<z.infer<typeof metaSchema>, 'kind' | 'version'>;

/** A trained policy as files: the network that scores actions, and that which scores fields' values. */
export interface StoredPolicy {
  readonly meta: StoredMeta;
  readonly actions: NetworkModels;
  readonly fields: NetworkModels;
}

/** Where the two networks are read from: bytes, or paths, which errors then name. */
export type PolicySources = Readonly<Record<(typeof NETWORKS)[number], NetworkSource>>;

/** Writes a policy into a folder, the description last: a folder without it is no policy. */
export function storePolicy(folder: string, stored: StoredPolicy): void {
  const paths = modelPaths(folder);
  for (const network of NETWORKS) {
    writeFileAtomic(paths[network].texts, stored[network].texts);
    writeFileAtomic(paths[network].screens, stored[network].screens);
  }
  const whole: z.infer<typeof metaSchema> = { kind: 'deskbench transformer policy', version: VERSION, ...stored.meta };
  writeFileAtomic(join(folder, META_FILE), `${JSON.stringify(whole)}\n`);
}

/** Reads a stored policy. Throws: one line, when a file is missing or of another kind or version. */
export function readPolicy(folder: string): StoredPolicy {
  const meta = readMeta(join(folder, META_FILE));
  const { actions, fields } = modelPaths(folder);
  const models = ({ texts, screens }: { texts: string; screens: string }): NetworkModels => {
    return { texts: read(texts), screens: read(screens) };
  };
  return { meta, actions: models(actions), fields: models(fields) };
}

/** Where a stored policy's models lie. */
export function modelPaths(folder: string) {
  const within = ({ texts, screens }: { texts: string; screens: string }) => {
    return { texts: join(folder, texts), screens: join(folder, screens) };
  };
  return { actions: within(MODEL_FILES.actions), fields: within(MODEL_FILES.fields) } satisfies PolicySources;
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(
      `${path} cannot be read (${error instanceof Error ? error.message : error}): give a folder that a policy was saved to`,
    );
  }
}

function readMeta(path: string): StoredMeta {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder().decode(read(path)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${path} is damaged (${error.message}): train the policy again`);
  }
  const parsed = metaSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `${path}: ${issue?.path.join('.') || 'its content'} ${issue?.message ?? ''}: train the policy again with this version`,
    );
  }
  const { kind: _kind, version: _version, ...meta } = parsed.data;
  return meta;
}

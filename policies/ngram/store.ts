import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../harness/contract/atomic-write.ts';
import type { NetworkShape } from '../ranker/network.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Raised whenever features or networks change: a model of another version is refused. */
const VERSION = 1;
export const MODEL_FILES = { actions: 'model.onnx', values: 'values.onnx', meta: 'meta.json' } as const;

const shapeSchema = z.strictObject({
  facts: z.int().positive(),
  wideBits: z.int().min(0).max(24),
  ownBits: z.int().min(0).max(24),
  deepBits: z.int().min(0).max(24),
  width: z.int().min(0).max(1024),
});

const metaSchema = z.strictObject({
  kind: z.literal('deskbench ngram policy'),
  version: z.literal(VERSION),
  actions: shapeSchema,
  values: shapeSchema,
  vocabulary: z.record(z.string(), z.array(z.string().min(1)).max(100).readonly()).readonly(),
});

/** What is needed to feed a stored policy's two networks. */
export interface StoredShapes {
  readonly actions: NetworkShape;
  readonly values: NetworkShape;
  readonly vocabulary: Vocabulary;
}

/** A trained policy as files: two ONNX models and what is needed to feed them. */
export interface StoredPolicy extends StoredShapes {
  readonly models: { readonly actions: Uint8Array; readonly values: Uint8Array };
}

/** Writes a policy into a folder, the description last: a folder without it is no policy. */
export function storePolicy(folder: string, { actions, values, vocabulary, models }: StoredPolicy): void {
  writeFileAtomic(join(folder, MODEL_FILES.actions), models.actions);
  writeFileAtomic(join(folder, MODEL_FILES.values), models.values);
  const meta: z.infer<typeof metaSchema> = {
    kind: 'deskbench ngram policy',
    version: VERSION,
    actions,
    values,
    vocabulary,
  };
  writeFileAtomic(join(folder, MODEL_FILES.meta), `${JSON.stringify(meta, null, 2)}\n`);
}

/** Reads a stored policy's description. Throws: one line, when there is none or it is of another kind or version. */
export function readShapes(folder: string): StoredShapes {
  const path = join(folder, MODEL_FILES.meta);
  let meta: unknown;
  try {
    meta = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(
      `${path} cannot be read (${error instanceof Error ? error.message : error}): give a folder that a policy was saved to`,
    );
  }
  const parsed = metaSchema.safeParse(meta);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `${path}: ${issue?.path.join('.') || 'its content'} ${issue?.message ?? ''}: train the policy again with this version`,
    );
  }
  const { actions, values, vocabulary } = parsed.data;
  return { actions, values, vocabulary };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';

const FILE = 'model.json';

/** Writes a baseline's model into a folder. */
export function saveModel(folder: string, kind: string, model: unknown): void {
  writeFileAtomic(join(folder, FILE), `${JSON.stringify({ kind: `deskbench ${kind} policy`, version: 1, model })}\n`);
}

/** Reads what `saveModel` wrote. Throws: one line naming the file, when it is missing, damaged, or of another kind. */
export function loadModel<T>(folder: string, kind: string, schema: z.ZodType<T>): T {
  const path = join(folder, FILE);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(
      `${path} cannot be read (${error instanceof Error ? error.message : error}): give a folder that a policy was saved to`,
    );
  }
  const head = read !== null && typeof read === 'object' ? read : {};
  if (!('kind' in head) || head.kind !== `deskbench ${kind} policy` || !('version' in head) || head.version !== 1)
    throw new Error(`${path} holds no ${kind} policy of this version: train the policy again`);
  const parsed = schema.safeParse('model' in head ? head.model : undefined);
  if (!parsed.success)
    throw new Error(
      `${path}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}: train the policy again`,
    );
  return parsed.data;
}

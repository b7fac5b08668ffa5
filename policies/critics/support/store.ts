import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';

/** Raised whenever features or networks change: a critic of another version is refused. */
const VERSION = 1;
const FILES = { model: 'critic.onnx', meta: 'critic.json' } as const;

const metaSchema = z.strictObject({
  kind: z.literal('deskbench critic'),
  version: z.literal(VERSION),
  name: z.string(),
  /** Numbers that the model takes for one proposal. */
  width: z.int().positive(),
});

/** A trained critic as a file. */
export interface StoredCritic {
  readonly name: string;
  readonly width: number;
  readonly model: Uint8Array;
}

/** Writes a critic into a folder, the description last: a folder without it is no critic. */
export function storeCritic(folder: string, { name, width, model }: StoredCritic): void {
  writeFileAtomic(join(folder, FILES.model), model);
  const meta: z.infer<typeof metaSchema> = { kind: 'deskbench critic', version: VERSION, name, width };
  writeFileAtomic(join(folder, FILES.meta), `${JSON.stringify(meta, null, 2)}\n`);
}

/**
 * Reads a stored critic.
 *
 * Throws: one line naming the file, when one is missing or damaged, or is of another critic, width or version.
 */
export function readCritic(folder: string, expected: Pick<StoredCritic, 'name' | 'width'>): StoredCritic {
  const path = join(folder, FILES.meta);
  const parsed = metaSchema.safeParse(parseJson(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `${path}: ${issue?.path.join('.') || 'its content'} ${issue?.message ?? ''}: train the critic again with this version`,
    );
  }
  const { name, width } = parsed.data;
  if (name !== expected.name)
    throw new Error(`${path} is of the critic ${name}, not ${expected.name}: load it as that`);
  if (width !== expected.width)
    throw new Error(`${path} takes ${width} numbers a proposal, not ${expected.width}: train the critic again`);
  return { name, width, model: readBytes(join(folder, FILES.model)) };
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(Buffer.from(readBytes(path)).toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${path} is no JSON (${error.message}): train the critic again`);
  }
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(
      `${path} cannot be read (${error instanceof Error ? error.message : error}): give a folder that a critic was saved to`,
    );
  }
}

import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { readDescription, readModelBytes, writeDescription } from '../../model-files.ts';

const KIND = { role: 'critic', kind: 'deskbench critic', version: 1 } as const;
const FILES = { model: 'critic.onnx', meta: 'critic.json' } as const;

const metaSchema = z.strictObject({
  name: z.string(),
  /** Numbers that the model takes for one proposal. */
  width: z.int().positive(),
});

/** A trained critic as a file. */
interface StoredCritic extends Readonly<z.infer<typeof metaSchema>> {
  readonly model: Uint8Array;
}

/** Writes a critic into a folder. */
export function storeCritic(folder: string, { name, width, model }: StoredCritic): void {
  writeFileAtomic(join(folder, FILES.model), model);
  writeDescription(join(folder, FILES.meta), KIND, { name, width });
}

/**
 * Reads a stored critic.
 *
 * Throws: one line naming the file, when one is missing or damaged, or is of another critic, width or version.
 */
export function readCritic(folder: string, expected: Pick<StoredCritic, 'name' | 'width'>): StoredCritic {
  const path = join(folder, FILES.meta);
  const { name, width } = readDescription(path, KIND, metaSchema);
  if (name !== expected.name)
    throw new Error(`${path} is of the critic ${name}, not ${expected.name}: load it as that`);
  if (width !== expected.width)
    throw new Error(`${path} takes ${width} numbers a proposal, not ${expected.width}: train the critic again`);
  return { name, width, model: readModelBytes(join(folder, FILES.model), 'critic') };
}

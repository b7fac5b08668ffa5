import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { loadModel, saveModel } from './model-file.ts';
import type { Memory } from './neighbour-index.ts';

const FILE = 'memory.bin';
const headSchema = z.strictObject({
  names: z.array(z.string()),
  examples: z.int().nonnegative(),
  features: z.int().nonnegative(),
});

/** Writes a memory and the names of its targets into a folder, the numbers in this machine's byte order. */
export function saveMemory(folder: string, kind: string, memory: Memory, names: readonly string[]): void {
  const parts = [memory.ids, memory.weights, memory.starts, memory.targets];
  const bytes = Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)));
  writeFileAtomic(join(folder, FILE), bytes);
  saveModel(folder, kind, { names, examples: memory.targets.length, features: memory.ids.length });
}

/** Reads what `saveMemory` wrote. Throws: one line naming the file that is missing or damaged. */
export function loadMemory(folder: string, kind: string): { memory: Memory; names: string[] } {
  const { names, examples, features } = loadModel(folder, kind, headSchema);
  const path = join(folder, FILE);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new Error(
      `${path} cannot be read (${error instanceof Error ? error.message : error}): train the policy again`,
    );
  }
  const expected = 4 * (2 * features + 2 * examples + 1);
  if (bytes.length !== expected)
    throw new Error(`${path} holds ${bytes.length} bytes in place of ${expected}: train the policy again`);
  const { buffer } = bytes;
  const memory = {
    ids: new Int32Array(buffer, 0, features),
    weights: new Float32Array(buffer, 4 * features, features),
    starts: new Int32Array(buffer, 8 * features, examples + 1),
    targets: new Int32Array(buffer, 8 * features + 4 * (examples + 1), examples),
  };
  return { memory, names };
}

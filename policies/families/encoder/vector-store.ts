import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { Safetensors, safetensorsBytes } from './safetensors.ts';

const ENDING = '.safetensors';
/** So many files of one encoder become one when the next is written. */
const MOST_FILES = 8;
/** All files of a folder take no more than this together: the states of some 80,000 messages, or millions of vectors. */
const LIMIT_BYTES = 2 * 2 ** 30;

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/**
 * What an encoder made of texts, kept on disk by content: a file's name holds what made it and the digest of its bytes,
 * and in it a text goes by its own digest. A file that is damaged is as good as absent.
 */
export class VectorStore {
  readonly #folder: string;
  readonly #key: string;
  readonly #limitBytes: number;
  readonly #files: readonly Safetensors[];
  readonly #fresh = new Map<string, Float32Array>();

  /** `made` says all that decides the vectors, beside the texts. */
  constructor(folder: string, made: string, limitBytes = LIMIT_BYTES) {
    this.#folder = folder;
    this.#key = sha256(made).slice(0, 32);
    this.#limitBytes = limitBytes;
    this.#files = namesIn(folder).flatMap((name) => (name.startsWith(this.#key) ? readIntact(folder, name) : []));
  }

  get(text: string): Float32Array | undefined {
    const name = sha256(text);
    for (const file of this.#files) if (file.has(name)) return file.read(name, file.shapeOf(name)).data;
    return this.#fresh.get(name);
  }

  add(text: string, vector: Float32Array): void {
    this.#fresh.set(sha256(text), vector);
  }

  /** Writes what is new. A folder that cannot be written to keeps nothing. */
  flush(): void {
    if (this.#fresh.size === 0) return;
    const merged = this.#files.length >= MOST_FILES ? this.#files : [];
    const all: Record<string, Parameters[string]> = {};
    for (const file of merged) for (const name of file.names) all[name] = file.read(name, file.shapeOf(name));
    for (const [name, data] of this.#fresh) all[name] = { shape: [data.length], data };
    const bytes = safetensorsBytes(all);
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileAtomic(join(this.#folder, `${this.#key}-${sha256(bytes)}${ENDING}`), bytes);
      for (const { path } of merged) rmSync(path, { force: true });
      this.#trim();
    } catch {
      // The vectors are made again next time.
    }
    this.#fresh.clear();
  }

  /** Deletes the oldest files until the others keep to the limit. */
  #trim(): void {
    const files = namesIn(this.#folder)
      .map((name) => ({ path: join(this.#folder, name), ...statSync(join(this.#folder, name)) }))
      .sort((a, b) => b.mtimeMs - a.mtimeMs);
    let bytes = 0;
    for (const { path, size } of files) {
      bytes += size;
      if (bytes > this.#limitBytes) rmSync(path, { force: true });
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ENDING))
      .sort();
  } catch {
    return [];
  }
}

function readIntact(folder: string, name: string): Safetensors[] {
  const path = join(folder, name);
  try {
    const bytes = readFileSync(path);
    if (!name.endsWith(`-${sha256(bytes)}${ENDING}`)) throw new Error('damaged');
    return [new Safetensors(path, bytes)];
  } catch {
    rmSync(path, { force: true });
    return [];
  }
}

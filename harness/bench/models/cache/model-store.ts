import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeFileAtomic } from '../../../contract/atomic-write.ts';
import { markUsed, trimStore } from './trim-store.ts';

/** What is known of a stored model besides its files. */
interface StoredFacts {
  readonly name: string;
  /** What it was trained on: an entry that loads on another provider is not the same model. */
  readonly provider: string;
  /** How long the training took when it was stored. */
  readonly trainMs: number;
}

/** Models on disk, each in a folder named by its key. */
export interface ModelStore {
  /** Folder with the model's files and what is known of it; null where there is none. Throws: where it is damaged. */
  find(key: string): { folder: string; facts: StoredFacts } | null;
  /** Lets `write` fill a folder and makes it the entry: all of it or nothing. */
  put(key: string, facts: StoredFacts, write: (folder: string) => Promise<void> | void): Promise<void>;
  drop(key: string): void;
}

const MANIFEST = 'entry.json';

interface Manifest extends StoredFacts {
  readonly key: string;
  /** SHA-256 of each file by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Models take no more than this together: some hundred n-gram policies and critics, or some dozen transformers. */
const CACHE_LIMIT_BYTES = 2 * 2 ** 30;

/**
 * A store in a folder, which is made when the first model is put there. When one is put there, those used longest ago
 * go until the rest keeps to the limit.
 */
export function openModelStore(root: string, limitBytes = CACHE_LIMIT_BYTES): ModelStore {
  const folderOf = (key: string) => join(root, key);
  return {
    find(key) {
      const folder = folderOf(key);
      if (!existsSync(folder)) return null;
      const { name, provider, trainMs } = checked(folder, key);
      markUsed(folder);
      return { folder, facts: { name, provider, trainMs } };
    },
    async put(key, facts, write) {
      const temporary = `${folderOf(key)}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
      mkdirSync(temporary, { recursive: true });
      try {
        await write(temporary);
        const manifest: Manifest = { ...facts, key, files: hashes(temporary) };
        writeFileAtomic(join(temporary, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
        moveIn(temporary, folderOf(key));
      } finally {
        rmSync(temporary, { recursive: true, force: true });
      }
      trimStore(root, limitBytes, key);
    },
    drop: (key) => rmSync(folderOf(key), { recursive: true, force: true }),
  };
}

/** Another process may have stored the same model meanwhile: the first one stays. */
function moveIn(temporary: string, folder: string): void {
  try {
    renameSync(temporary, folder);
  } catch (error) {
    if (!existsSync(join(folder, MANIFEST))) throw error;
  }
}

function checked(folder: string, key: string): Manifest {
  const manifest = readManifest(folder);
  if (manifest.key !== key) throw new Error(`${join(folder, MANIFEST)} is of another model`);
  const found = hashes(folder);
  for (const [name, digest] of Object.entries(manifest.files))
    if (found[name] !== digest)
      throw new Error(`${join(folder, name)} is ${found[name] === undefined ? 'missing' : 'not as it was stored'}`);
  return manifest;
}

function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST);
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    if (typeof manifest.files === 'object' && typeof manifest.trainMs === 'number') return manifest;
  } catch {
    // Said below.
  }
  throw new Error(`${path} is missing or cannot be read`);
}

function hashes(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path !== join(folder, MANIFEST))
    .sort();
  const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  return Object.fromEntries(files.map((path) => [relative(folder, path).replaceAll('\\', '/'), digest(path)]));
}

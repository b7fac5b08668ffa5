import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

// Anything in quotes that looks like a file beside this one: static and dynamic imports, and `new URL('./x', …)`.
const LOCAL_FILE = /['"`](\.{1,2}\/[^'"`\n]+\.(?:ts|tsx|mjs|js|json))['"`]/g;

/**
 * SHA-256 over the source files that a file reaches through relative imports, itself included, in hex.
 * A change in any of them, and in no other, changes it. Files that are named but not there are passed over. Throws: where
 * the file itself is not there, since all such would have one hash.
 */
export function sourceHash(entry: string, root: string): string {
  const hash = createHash('sha256');
  const files = reachedFrom(resolve(entry));
  if (files.size === 0) throw new Error(`${entry} is not there: what it makes cannot be told from what it made before`);
  for (const path of [...files.keys()].sort())
    hash.update(`${relative(root, path).replaceAll('\\', '/')}\0${files.get(path)}\0`);
  return hash.digest('hex');
}

/** Every file reached, with its content. */
function reachedFrom(entry: string): Map<string, string> {
  const found = new Map<string, string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    const text = readText(path);
    if (text === null) continue;
    found.set(path, text);
    for (const [, name] of text.matchAll(LOCAL_FILE)) if (name) waiting.push(join(dirname(path), name));
  }
  return found;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

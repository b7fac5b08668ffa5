import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const repository = join(import.meta.dirname, '..', '..');

/**
 * Every implementation of a role: each file directly in the folder that exports the named value, in
 * order of file name. Adding an implementation is adding its file.
 */
export async function discover<T>(folder: string, exported: string): Promise<T[]> {
  const files = readdirSync(join(repository, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort();
  const found: T[] = [];
  for (const file of files) {
    const module: Record<string, unknown> = await import(pathToFileURL(join(repository, folder, file)).href);
    if (Object.hasOwn(module, exported)) found.push(module[exported] as T);
  }
  return found;
}

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from '../../runner/repository.ts';

/**
 * Every implementation of a role: each file directly in the folder that exports the named value, in
 * order of file name. Adding an implementation is adding its file.
 */
export async function discover<T>(folder: string, exported: string): Promise<T[]> {
  const found: T[] = [];
  for (const name of namesIn(folder)) {
    const module: Record<string, unknown> = await import(pathToFileURL(join(REPOSITORY, folder, `${name}.ts`)).href);
    if (Object.hasOwn(module, exported)) found.push(module[exported] as T);
  }
  return found;
}

/** Names of the implementations in a folder, without reading them: for help texts. */
export function namesIn(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/**
 * What the folders in a folder, of this checkout or by its full path, export by this name from their `index.ts`, by
 * folder name. Throws: where one exports nothing of it.
 */
export async function discoverIn<T>(folder: string, exported: string): Promise<T[]> {
  const parent = resolve(REPOSITORY, folder);
  const names = readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(parent, entry.name, 'index.ts')))
    .map(({ name }) => name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const module = await import(pathToFileURL(join(parent, name, 'index.ts')).href);
      if (!Object.hasOwn(module, exported)) throw new Error(`${folder}/${name}/index.ts exports no "${exported}".`);
      return module[exported] as T;
    }),
  );
}

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasStarArchive, unpackStarArchive } from '../../fixtures/importers/star/test-archive.ts';
import { importer } from '../../fixtures/importers/star.ts';
import type { Dataset } from '../contract/dataset.ts';

export { hasStarArchive };

/** One dialogue in this many is kept. */
const EACH = 80;
let kept: Dataset | undefined;

/** Some dialogues of the archive, imported: a cross-section of it, at most `most` of them. Unpacked once. */
export function starSample(most: number): Dataset {
  kept ??= unpackThin();
  const { catalog, sessions } = kept;
  const stride = Math.ceil(sessions.length / most);
  return { catalog, sessions: sessions.filter((_, at) => at % stride === 0) };
}

function unpackThin(): Dataset {
  const archive = unpackStarArchive();
  try {
    thinOut(archive.path, EACH);
    return importer.read(archive.path).dataset;
  } finally {
    archive.remove();
  }
}

/** Deletes all dialogues of an unpacked archive but every `each`-th. */
export function thinOut(path: string, each: number): void {
  const folder = join(path, 'dialogues');
  for (const [at, name] of readdirSync(folder).sort().entries()) if (at % each > 0) rmSync(join(folder, name));
}

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasStarArchive, unpackStarArchive } from '../../fixtures/importers/star/test-archive.ts';
import { importer } from '../../fixtures/importers/star.ts';
import type { Dataset } from '../contract/dataset.ts';

export { hasStarArchive };

/** Every `each`-th dialogue of the archive, imported: a cross-section that is read in a moment. */
export function starSample(each: number): Dataset {
  const archive = unpackStarArchive();
  try {
    thinOut(archive.path, each);
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

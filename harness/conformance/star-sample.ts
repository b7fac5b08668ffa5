import { hasStarArchive, thinStarArchive } from '../../fixtures/importers/star/test-archive.ts';
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
  const archive = thinStarArchive(EACH);
  try {
    return importer.read(archive.path).dataset;
  } finally {
    archive.remove();
  }
}

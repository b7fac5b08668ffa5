import { existsSync } from 'node:fs';
import type { Dataset, Importer, ImportNote } from '../contract/dataset.ts';
import { UsageError } from '../runner/exit-code.ts';
import { discover } from './discover.ts';

export interface LoadedDataset {
  readonly dataset: Dataset;
  /** Path as the user gave it, or `embedded`. */
  readonly source: string;
  readonly importer: string;
  readonly notes: readonly ImportNote[];
}

/**
 * Reads sessions with whichever importer recognises the path.
 *
 * Throws: `UsageError` where the path is missing or unknown to every importer; the importer's own error,
 * with file and line, where its input is malformed.
 */
export async function loadDataset(path: string): Promise<LoadedDataset> {
  if (!existsSync(path)) throw new UsageError(`--logs ${path}: there is no such file or folder.`);
  const importers = await discover<Importer>('fixtures/importers', 'importer');
  const importer = importers.find((candidate) => candidate.detect(path));
  if (!importer) {
    const known = importers.map(({ summary }) => `  - ${summary}`).join('\n');
    throw new UsageError(`--logs ${path}: no importer knows this. It can be:\n${known}\nSee docs/session-log.md.`);
  }
  const { dataset, notes } = importer.read(path);
  if (dataset.sessions.length === 0) throw new UsageError(`--logs ${path}: it holds no sessions.`);
  return { dataset, source: path, importer: importer.name, notes };
}

import { linkCases } from '../../../fixtures/link-cases.ts';
import { readLogs } from '../../../fixtures/read-logs.ts';
import type { Dataset, ImportNote } from '../../contract/dataset.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { EMBEDDED_SESSIONS, embeddedDataset } from './embedded-dataset.ts';

export interface LoadedDataset {
  readonly dataset: Dataset;
  /** Path as the user gave it, or `embedded`. */
  readonly source: string;
  readonly importer: string;
  readonly notes: readonly ImportNote[];
}

/**
 * Reads the logs that the user names, or makes the embedded dataset where none are named. Sessions come by id, whatever
 * the order of a file's lines, and those of one case say so (`caseKey`).
 *
 * Throws: `FormatError`, with file and line, where they cannot be read; `UsageError` where they are empty.
 */
export async function loadDataset(path: string | undefined): Promise<LoadedDataset> {
  if (path === undefined) return { dataset: embeddedDataset(), source: 'embedded', importer: 'generator', notes: [] };
  const { dataset, ...read } = await readLog(path);
  const { sessions } = linkCases(dataset.sessions);
  return { ...read, dataset: { ...dataset, sessions } };
}

/** Reads logs as they are, in the order of their lines. Throws: as `loadDataset`. */
export async function readLog(path: string): Promise<LoadedDataset> {
  const { dataset, notes, importer } = await readLogs(path);
  if (dataset.sessions.length === 0) throw new UsageError(`--logs ${path}: it holds no sessions.`);
  return { dataset, source: path, importer: importer.name, notes };
}

/**
 * The data of each population by its seed: logs are the same in all of them and are read once; without logs so many
 * sessions are generated for each.
 */
export function datasetsBySeed(
  logs: string | undefined,
  sessions = EMBEDDED_SESSIONS,
): (seed: string) => LoadedDataset | Promise<LoadedDataset> {
  if (logs === undefined)
    return (seed) => ({
      dataset: embeddedDataset(sessions, seed),
      source: 'embedded',
      importer: 'generator',
      notes: [],
    });
  let read: Promise<LoadedDataset> | undefined;
  return () => {
    read ??= loadDataset(logs);
    return read;
  };
}

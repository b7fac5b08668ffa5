import { existsSync, statSync } from 'node:fs';
import { UsageError } from '../exit-code.ts';
import { type EpisodeFilter, EpisodeIndex, type EpisodeRow, type IndexFile, matches } from './episode-index.ts';
import { endOf, indexOf, LineReader, scanTraces, tracePaths } from './scan-traces.ts';
import type { StoredEpisode } from './stored-episode.ts';

/** The stored episodes of a run, in its order. Reads them; changes nothing. */
export interface StoredTraces {
  /** One for each episode: a position in it is a position in the run. */
  readonly rows: readonly EpisodeRow[];
  /** Reads one episode, and of the file only its block. */
  read(position: number): StoredEpisode;
  /** The episodes that are looked for, all without a filter; of the file only their blocks are read. */
  find(filter?: EpisodeFilter): Iterable<StoredEpisode>;
  close(): void;
}

/**
 * Opens the traces of a run, one that is under way or was interrupted included. Throws: `UsageError` where there are
 * none, or a block is missing or damaged.
 */
export function openTraces(folder: string): StoredTraces {
  const paths = tracePaths(folder);
  if (!existsSync(paths.blocks)) throw new UsageError(`${folder} holds no traces: name the folder of a run.`);
  const { blocks, rows, lines } = readIndex(folder) ?? makeIndex(folder);
  const reader = new LineReader(paths.blocks, blocks, lines);
  return {
    rows,
    read: (position) => reader.read(position),
    *find(filter = {}) {
      for (const [at, row] of rows.entries()) if (matches(row, filter)) yield reader.read(at);
    },
    close: () => reader.close(),
  };
}

interface Found extends IndexFile {
  readonly lines: readonly string[];
}

/** The index of a run that is finished; null where it has to be made again. */
function readIndex(folder: string): Found | null {
  const paths = tracePaths(folder);
  if (existsSync(paths.tail)) return null;
  const index = indexOf(paths.index);
  return index && endOf(index.blocks) === statSync(paths.blocks).size ? { ...index, lines: [] } : null;
}

/** Makes the index from the traces themselves. */
export function makeIndex(folder: string): Found {
  const index = new EpisodeIndex();
  const { blocks, lines } = scanTraces(folder, (episode) => index.add(episode));
  return { blocks, lines, rows: index.rows() };
}

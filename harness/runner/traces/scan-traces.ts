import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../exit-code.ts';
import { type Block, type Damage, readBlock, scanBlocks } from './block.ts';
import { decodeIndex } from './episode-index.ts';
import { parseEpisode, type StoredEpisode } from './stored-episode.ts';

/** The files of a trace store, all in the run's folder. */
export interface TracePaths {
  /** Sealed blocks. */
  readonly blocks: string;
  /** Episodes that no block holds yet, as plain lines; the first line says how many stand before them. */
  readonly tail: string;
  /** Finished episodes of an earlier attempt that stood behind a crashed one: they are not played again. */
  readonly spare: string;
  readonly index: string;
}

export function tracePaths(folder: string): TracePaths {
  return {
    blocks: join(folder, 'traces.jsonl.gz'),
    tail: join(folder, 'traces.tail.jsonl'),
    spare: join(folder, 'traces.spare.jsonl.gz'),
    index: join(folder, 'traces.index.json.gz'),
  };
}

/** What a store holds: blocks, then the lines of the tail that are in none of them. */
export interface TraceScan {
  readonly blocks: Block[];
  readonly lines: string[];
  /** What a kill left unfinished, each in a sentence. */
  readonly torn: string[];
}

/**
 * Reads a whole store, repairing nothing. What a kill can leave is passed over and told: a torn line at the end, a
 * block that was being sealed. Throws: `UsageError` where anything else is missing or damaged.
 */
export function scanTraces(folder: string, each: (episode: StoredEpisode) => void): TraceScan {
  const paths = tracePaths(folder);
  // The tail first: a block that is sealed meanwhile holds what the tail held.
  const tail = readTail(paths.tail);
  const torn = [...tail.torn];
  const { blocks, damage } = scanFile(paths.blocks, each);
  const sealed = episodesIn(blocks);
  const first = tail.first ?? sealed;
  const next = { block: blocks.length + 1, offset: -1 };
  if (damage && tail.first !== sealed) throw damaged(paths.blocks, damage, sealed);
  if (first > sealed) throw damaged(paths.blocks, { ...next, why: 'it is missing' }, sealed);
  if (damage) torn.push(`A block that was being sealed was taken from ${paths.tail} again.`);
  const lines = tail.lines.slice(sealed - first);
  const listed = indexOf(paths.index)?.rows.length ?? 0;
  if (listed > sealed + lines.length) {
    const why = `the index lists ${listed} episodes, and ${sealed + lines.length} are there`;
    throw damaged(paths.blocks, { ...next, why }, sealed);
  }
  for (const line of lines) each(parseEpisode(line));
  return { blocks, lines, torn };
}

export function episodesIn(blocks: readonly Block[]): number {
  const last = blocks.at(-1);
  return last ? last.first + last.episodes : 0;
}

/** Where the next block begins. */
export function endOf(blocks: readonly Block[]): number {
  const last = blocks.at(-1);
  return last ? last.offset + last.length : 0;
}

/** The index as it stands on the disk; null where there is none that can be read. */
export function indexOf(path: string): ReturnType<typeof decodeIndex> {
  return existsSync(path) ? decodeIndex(readFileSync(path)) : null;
}

/** The blocks of a file that need not be there. */
export function scanFile(path: string, each: (episode: StoredEpisode) => void): ReturnType<typeof scanBlocks> {
  if (!existsSync(path)) return { blocks: [], damage: null };
  const file = openSync(path, 'r');
  try {
    return scanBlocks(file, (lines) => lines.forEach((line) => void each(parseEpisode(line))));
  } finally {
    closeSync(file);
  }
}

/** Lines by their position in the run; the block that was read last stays at hand. */
export class LineReader {
  readonly #file: number;
  readonly #blocks: readonly Block[];
  readonly #tail: readonly string[];
  #held: { block: Block; lines: readonly string[] } | null = null;

  constructor(path: string, blocks: readonly Block[], tail: readonly string[] = []) {
    this.#file = blocks.length === 0 ? -1 : openSync(path, 'r');
    this.#blocks = blocks;
    this.#tail = tail;
  }

  /** Throws: where there is no such episode, or its block is damaged. */
  line(position: number): string {
    const sealed = episodesIn(this.#blocks);
    const line = position < sealed ? this.#sealed(position) : this.#tail[position - sealed];
    if (line === undefined) throw new Error(`There is no episode ${position} in the store.`);
    return line;
  }

  /** Throws: as `line`. */
  read(position: number): StoredEpisode {
    return parseEpisode(this.line(position));
  }

  close(): void {
    if (this.#file >= 0) closeSync(this.#file);
  }

  #sealed(position: number): string | undefined {
    const block = this.#blocks.findLast(({ first }) => first <= position) as Block;
    if (this.#held?.block !== block) this.#held = { block, lines: readBlock(this.#file, block) };
    return this.#held.lines[position - block.first];
  }
}

export function tailHead(first: number): string {
  return `${JSON.stringify({ format: 'deskbench-traces', version: 1, first })}\n`;
}

function readTail(path: string): { first: number | null; lines: string[]; torn: string[] } {
  if (!existsSync(path)) return { first: null, lines: [], torn: [] };
  const [head = '', ...lines] = readFileSync(path, 'utf8').split('\n');
  // Without its line feed even the head is torn: then nothing follows it.
  const first = lines.length === 0 ? null : firstOf(head);
  const whole = lines.slice(0, -1);
  const unsound = whole.findIndex((line) => !isEpisode(line));
  const sound = unsound < 0 ? whole : whole.slice(0, unsound);
  const torn = sound.length < whole.length || (lines.at(-1) ?? '') !== '';
  return {
    first,
    lines: sound,
    torn: torn ? [`${path}: line ${sound.length + 2} is torn: it and what follows it are played again.`] : [],
  };
}

function firstOf(head: string): number | null {
  try {
    const { first } = JSON.parse(head) as { first?: unknown };
    return typeof first === 'number' ? first : null;
  } catch {
    return null;
  }
}

function isEpisode(line: string): boolean {
  try {
    return parseEpisode(line) !== null;
  } catch {
    return false;
  }
}

function damaged(path: string, { block, offset, why }: Damage, before: number): UsageError {
  const place = offset < 0 ? '' : ` at byte ${offset}`;
  return new UsageError(
    [
      `${path}: block ${block}${place}, after ${before} episodes, cannot be read: ${why}.`,
      "Bring the file back from a copy, or delete the run's folder and play it again.",
    ].join(' '),
  );
}

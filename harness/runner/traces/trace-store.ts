import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { writeFileAtomic } from '../../contract/atomic-write.ts';
import { onDisk } from '../failure.ts';
import { type Block, encodeBlock } from './block.ts';
import { EpisodeIndex, encodeIndex } from './episode-index.ts';
import {
  endOf,
  episodesIn,
  LineReader,
  scanFile,
  scanTraces,
  type TracePaths,
  tailHead,
  tracePaths,
} from './scan-traces.ts';
import { keyOfEpisode, type StoredEpisode } from './stored-episode.ts';

/** Episodes of a block: some 200 kB packed, which takes a few milliseconds to read. */
const BLOCK_EPISODES = 256;

/**
 * The episodes of one run on disk, in the order in which the run hands them out. Every instant leaves files from which
 * the run goes on to the bytes of an unbroken one:
 *
 * - An episode is a line of the tail, handed to the system at once: a kill tears the last line at most.
 * - A full tail becomes a block. The block is on the disk before the tail is emptied; while both hold it, the tail's
 *   first line says so.
 * - What stands behind a crashed episode goes to the spare file before it is cut off, and comes back when its turn comes.
 */
export class TraceStore {
  /** What an earlier kill left and was mended, each in a sentence. */
  readonly mended: readonly string[];
  readonly #paths: TracePaths;
  readonly #blockEpisodes: number;
  readonly #blocks: Block[];
  readonly #index = new EpisodeIndex();
  /** Position of each episode that was found or has been added. */
  readonly #positions = new Map<string, number>();
  /** Finished episodes by position in the spare file. */
  readonly #spare = new Map<string, number>();
  /** Names of episodes that had crashed, and of those in the spare file whose turn has not come. */
  readonly #crashed = new Set<string>();
  readonly #later: Set<string>;
  /** Episodes that were found, and how many of them the run has passed. */
  readonly #found: number;
  #passed = 0;
  #lines: string[];
  readonly #blockFile: number;
  readonly #tailFile: number;
  readonly #reader: LineReader;
  readonly #spareReader: LineReader;
  #broken = false;

  /**
   * Opens or makes the store of a folder, which must have no other writer. Throws: `UsageError` where a block is
   * missing or damaged; `MachineError` where the disk is full or may not be written to.
   */
  constructor(folder: string, blockEpisodes: number = BLOCK_EPISODES) {
    this.#paths = tracePaths(folder);
    this.#blockEpisodes = blockEpisodes;
    const crashed: number[] = [];
    let at = 0;
    const count = (episode: StoredEpisode) => {
      if (episode.trace.end === 'crashed') {
        crashed.push(at);
        this.#crashed.add(keyOfEpisode(episode));
      } else if (crashed.length === 0) this.#note(episode);
      at++;
    };
    const { blocks, lines, torn } = onDisk(folder, () => scanTraces(folder, count));
    this.mended = torn;
    this.#found = crashed[0] ?? at;
    const left = onDisk(folder, () => {
      mkdirSync(folder, { recursive: true });
      rmSync(this.#paths.index, { force: true });
      const stored = new LineReader(this.#paths.blocks, blocks, lines);
      if (crashed.length > 0) this.#keepSpare(stored, at);
      const cut = this.#cut(stored, blocks);
      stored.close();
      return cut;
    });
    this.#blocks = left.blocks;
    this.#lines = left.lines;
    this.#blockFile = left.blockFile;
    this.#tailFile = left.tailFile;
    this.#reader = new LineReader(this.#paths.blocks, [...left.blocks], [...left.lines]);
    const spare = scanFile(this.#paths.spare, (episode) => {
      this.#spare.set(keyOfEpisode(episode), this.#spare.size);
    });
    this.#spareReader = new LineReader(this.#paths.spare, spare.blocks);
    this.#later = new Set([...this.#spare.keys()].filter((name) => !this.#positions.has(name)));
    // The kill came before a full tail was sealed.
    if (this.#lines.length >= this.#blockEpisodes) this.#seal();
  }

  /** Whether the episode was played to its end before. A crashed one was not: it is played again. */
  has(key: string): boolean {
    return (this.#positions.get(key) ?? this.#found) < this.#found || this.#spare.has(key);
  }

  /** Whether an earlier attempt left episodes that crashed. */
  get hasCrashed(): boolean {
    return this.#crashed.size > 0 || this.#later.size > 0;
  }

  /**
   * Whether an earlier attempt had come to the episode: it is stored, or it crashed. Asked once for each, in the order of
   * the run. What is not there while later ones are had crashed, too.
   */
  wasReached(key: string): boolean {
    const stored = this.#positions.has(key) || this.#later.delete(key);
    return stored || this.#crashed.has(key) || this.#passed < this.#found || this.#later.size > 0;
  }

  /** The next episode of the run, which was played before. Throws: where it is not the next one. */
  take(key: string): StoredEpisode {
    const position = this.#positions.get(key);
    if (position === undefined) {
      const spare = this.#spare.get(key);
      if (spare === undefined) throw new Error(`The episode ${key} is not in the store.`);
      const episode = this.#spareReader.read(spare);
      this.append(episode);
      return episode;
    }
    if (position !== this.#passed) throw this.#outOfOrder(key);
    this.#passed++;
    return this.#reader.read(position);
  }

  /** Adds the next episode of the run. Throws: where it is not the next one; `MachineError` as the constructor. */
  append(episode: StoredEpisode): void {
    if (this.#broken) throw new Error('The trace store is closed.');
    const key = keyOfEpisode(episode);
    if (this.#positions.has(key) || this.#passed < this.#found) throw this.#outOfOrder(key);
    const line = JSON.stringify(episode);
    this.#guarded(this.#paths.tail, () => writeAll(this.#tailFile, `${line}\n`));
    this.#note(episode);
    this.#passed++;
    this.#lines.push(line);
    if (this.#lines.length === this.#blockEpisodes) this.#seal();
  }

  /** Ends the run: all episodes are in blocks, the index beside them, and nothing else is left. */
  finish(): void {
    if (this.#passed < this.#found)
      throw new Error(`The run ended before episode ${this.#passed + 1} of ${this.#found} that are stored.`);
    if (this.#lines.length > 0) this.#seal();
    this.#guarded(this.#paths.index, () => {
      fsyncSync(this.#blockFile);
      writeFileAtomic(this.#paths.index, encodeIndex({ blocks: this.#blocks, rows: this.#index.rows() }));
      rmSync(this.#paths.tail);
      rmSync(this.#paths.spare, { force: true });
    });
    this.close();
  }

  /** Leaves the run to be gone on with later. */
  close(): void {
    if (this.#broken) return;
    this.#guarded(this.#paths.tail, () => fsyncSync(this.#tailFile));
    this.#release();
  }

  #seal(): void {
    const offset = endOf(this.#blocks);
    const first = episodesIn(this.#blocks);
    const bytes = encodeBlock(this.#lines, first);
    this.#guarded(this.#paths.blocks, () => {
      writeAll(this.#blockFile, bytes);
      fsyncSync(this.#blockFile);
      ftruncateSync(this.#tailFile, 0);
      writeAll(this.#tailFile, tailHead(first + this.#lines.length));
    });
    this.#blocks.push({ offset, length: bytes.length, first, episodes: this.#lines.length });
    this.#lines = [];
  }

  /** Leaves full blocks, and in the tail the rest of what was found. The tail first: it may overlap with the blocks. */
  #cut(stored: LineReader, blocks: readonly Block[]) {
    const isKept = ({ first, episodes }: Block) => episodes === this.#blockEpisodes && first + episodes <= this.#found;
    const kept = blocks.filter(isKept);
    const first = episodesIn(kept);
    const lines = Array.from({ length: this.#found - first }, (_, at) => stored.line(first + at));
    const blockFile = openSync(this.#paths.blocks, 'a');
    writeFileAtomic(this.#paths.tail, tailHead(first) + lines.map((line) => `${line}\n`).join(''));
    ftruncateSync(blockFile, endOf(kept));
    fsyncSync(blockFile);
    return { blocks: kept, lines, blockFile, tailFile: openSync(this.#paths.tail, 'a') };
  }

  /** Writes down what was finished behind the first crashed episode, and what an earlier attempt had left there. */
  #keepSpare(stored: LineReader, episodes: number): void {
    const lines = new Map<string, string>();
    const keep = (episode: StoredEpisode) => {
      const key = keyOfEpisode(episode);
      if (episode.trace.end !== 'crashed' && !this.#positions.has(key)) lines.set(key, JSON.stringify(episode));
    };
    for (let at = this.#found; at < episodes; at++) keep(stored.read(at));
    scanFile(this.#paths.spare, keep);
    const all = [...lines.values()];
    const blocks: Buffer[] = [];
    for (let at = 0; at < all.length; at += this.#blockEpisodes)
      blocks.push(encodeBlock(all.slice(at, at + this.#blockEpisodes), at));
    writeFileAtomic(this.#paths.spare, Buffer.concat(blocks));
  }

  #note(episode: StoredEpisode): void {
    this.#positions.set(keyOfEpisode(episode), this.#positions.size);
    this.#index.add(episode);
  }

  #outOfOrder(key: string): Error {
    const known = this.#positions.get(key);
    if (known !== undefined && known < this.#passed)
      return new Error(`The episode ${key} is asked for twice in one run.`);
    return new Error(
      `The episode ${key} comes before episode ${this.#passed + 1} that is stored: a run keeps its order.`,
    );
  }

  /** After a write that failed nothing more is written: what is there can be gone on with. */
  #guarded(path: string, work: () => void): void {
    try {
      onDisk(path, work);
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  #release(): void {
    this.#broken = true;
    this.#reader.close();
    this.#spareReader.close();
    closeSync(this.#tailFile);
    closeSync(this.#blockFile);
  }
}

function writeAll(file: number, data: string | Buffer): void {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

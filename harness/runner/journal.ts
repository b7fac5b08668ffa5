import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Trace } from '../contract/trace.ts';
import { episodeKey } from './episode-key.ts';
import { UsageError } from './exit-code.ts';
import { type JournalLine, scanJournal } from './journal-scan.ts';

const BUFFER_LENGTH = 1 << 18;

/** The traces of one run on disk, one JSON line each, so that an interrupted run can go on. */
export class Journal {
  readonly path: string;
  /** Length of a torn last line that was cut off on opening, in bytes. */
  readonly repairedBytes: number;
  readonly #file: number;
  readonly #lines = new Map<string, JournalLine>();
  #length: number;
  #buffer: string[] = [];
  #buffered = 0;

  /**
   * Opens or makes a journal; a torn last line, from a run that was killed, is cut off.
   * Throws: `UsageError` where another line is not a trace.
   */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.#file = openSync(path, 'a+');
    const length = fstatSync(this.#file).size;
    const { lines, soundLength, damagedLine } = scanJournal(this.#file);
    if (damagedLine !== null) {
      closeSync(this.#file);
      throw new UsageError(`${path}, line ${damagedLine}: not a trace. Delete the file or choose another folder.`);
    }
    if (soundLength < length) ftruncateSync(this.#file, soundLength);
    this.repairedBytes = length - soundLength;
    this.#length = soundLength;
    for (const line of lines) this.#lines.set(line.key, line);
  }

  /** Whether the episode ran to its end. A crashed one did not: it is run again. */
  finished(key: string): boolean {
    const line = this.#lines.get(key);
    return line !== undefined && !line.crashed;
  }

  /** The stored trace. Throws: where there is none. */
  read(key: string): Trace {
    this.flush();
    return JSON.parse(this.#bytes(key).toString('utf8')) as Trace;
  }

  /** Adds a trace; one of the same episode that stood before no longer counts. */
  append(trace: Trace): void {
    const text = `${JSON.stringify(trace)}\n`;
    const bytes = Buffer.byteLength(text);
    const key = episodeKey(trace.cell, trace.session, trace.forced);
    this.#lines.delete(key);
    this.#lines.set(key, { key, crashed: trace.end === 'crashed', start: this.#length, end: this.#length + bytes - 1 });
    this.#length += bytes;
    this.#buffer.push(text);
    this.#buffered += text.length;
    if (this.#buffered >= BUFFER_LENGTH) this.flush();
  }

  /** Hands what was added to the operating system. */
  flush(): void {
    if (this.#buffered === 0) return;
    writeAll(this.#file, Buffer.from(this.#buffer.join(''), 'utf8'));
    this.#buffer = [];
    this.#buffered = 0;
  }

  /**
   * Ends the run: the file then holds exactly these episodes in this order, whatever was interrupted
   * on the way, and is on the disk.
   */
  seal(keys: readonly string[]): void {
    this.flush();
    const stored = [...this.#lines.values()];
    const whole = stored.at(-1)?.end ?? -1;
    const inOrder =
      stored.length === keys.length &&
      stored.every((line, i) => line.key === keys[i] && line.start === (i === 0 ? 0 : (stored[i - 1]?.end ?? 0) + 1)) &&
      whole + 1 === this.#length;
    if (!inOrder) this.#rewrite(keys);
    fsyncSync(this.#file);
    closeSync(this.#file);
  }

  /** Leaves the run to be gone on with later. */
  close(): void {
    this.flush();
    fsyncSync(this.#file);
    closeSync(this.#file);
  }

  #rewrite(keys: readonly string[]): void {
    const temporary = `${this.path}.tmp`;
    const file = openSync(temporary, 'w');
    for (const key of keys) writeAll(file, Buffer.concat([this.#bytes(key), Buffer.from('\n')]));
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, this.path);
  }

  #bytes(key: string): Buffer {
    const line = this.#lines.get(key);
    if (!line) throw new Error(`${this.path} has no trace of ${key}.`);
    const bytes = Buffer.alloc(line.end - line.start);
    for (let read = 0; read < bytes.length; ) {
      const got = readSync(this.#file, bytes, read, bytes.length - read, line.start + read);
      if (got === 0) throw new Error(`${this.path} was cut short while it was in use.`);
      read += got;
    }
    return bytes;
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

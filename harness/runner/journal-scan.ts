import { readSync } from 'node:fs';
import { z } from 'zod';
import { actionSchema } from '../contract/action.ts';
import { episodeKey } from './episode-key.ts';

/** Where a trace stands in the file: bytes from `start` up to the line feed at `end`. */
export interface JournalLine {
  readonly key: string;
  readonly crashed: boolean;
  readonly start: number;
  readonly end: number;
}

export interface JournalScan {
  readonly lines: readonly JournalLine[];
  /** Length up to the end of the last whole line. */
  readonly soundLength: number;
  /** First line, from 1, that ends in a line feed and still is no trace; null where all are sound. */
  readonly damagedLine: number | null;
}

const headSchema = z.object({
  session: z.string(),
  cell: z.string(),
  steps: z.array(z.unknown()),
  end: z.enum(['completed', 'truncated', 'crashed']),
  forced: z.object({ step: z.number(), action: z.union([z.literal('right'), actionSchema]) }).optional(),
});

const LINE_FEED = 10;
const CHUNK_LENGTH = 1 << 20;

/** Finds the traces in a journal, reading it once from the start with one chunk in memory. */
export function scanJournal(file: number): JournalScan {
  const lines: JournalLine[] = [];
  const chunk = Buffer.alloc(CHUNK_LENGTH);
  let parts: Buffer[] = [];
  let start = 0;
  let position = 0;
  for (let got = readSync(file, chunk, 0, CHUNK_LENGTH, 0); got > 0; ) {
    let from = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed >= 0 && feed < got; feed = chunk.indexOf(LINE_FEED, from)) {
      parts.push(chunk.subarray(from, feed));
      const end = position + feed;
      const head = parseHead(Buffer.concat(parts).toString('utf8'));
      if (head === null) return { lines, soundLength: start, damagedLine: lines.length + 1 };
      lines.push({ ...head, start, end });
      parts = [];
      start = end + 1;
      from = feed + 1;
    }
    parts.push(Buffer.from(chunk.subarray(from, got)));
    position += got;
    got = readSync(file, chunk, 0, CHUNK_LENGTH, position);
  }
  return { lines, soundLength: start, damagedLine: null };
}

function parseHead(text: string): Pick<JournalLine, 'key' | 'crashed'> | null {
  try {
    const { cell, session, end, forced } = headSchema.parse(JSON.parse(text));
    return { key: episodeKey(cell, session, forced), crashed: end === 'crashed' };
  } catch {
    return null;
  }
}

import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../exit-code.ts';
import { scanFile } from './scan-traces.ts';
import { keyOfEpisode, type StoredEpisode } from './stored-episode.ts';
import { episodesOfRun, filesIn, playRun, someRun } from './test-episodes.ts';
import { TraceStore } from './trace-store.ts';

// Nothing here depends on what a loss of power leaves, and a busy disk takes its time.
vi.mock('node:fs', async (original) => ({ ...(await original<typeof import('node:fs')>()), fsyncSync: () => {} }));

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-traces-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const BLOCKS = 'traces.jsonl.gz';
const TAIL = 'traces.tail.jsonl';
const newFolder = () => mkdtempSync(join(root, 'run-'));
function finished(episodes: readonly StoredEpisode[]): string {
  const folder = newFolder();
  playRun(folder, episodes);
  return folder;
}

describe('a trace store', () => {
  it('holds one line for each episode, in order, that any gzip reads, and nothing else beside the index', () => {
    fc.assert(
      fc.property(episodesOfRun, (episodes) => {
        const folder = finished(episodes);
        const text = gunzipSync(readFileSync(join(folder, BLOCKS))).toString('utf8');
        expect(text).toBe(episodes.map((one) => `${JSON.stringify(one)}\n`).join(''));
        expect(Object.keys(filesIn(folder))).toEqual(['traces.index.json.gz', BLOCKS]);
      }),
      { numRuns: 30 },
    );
  });

  it('ends with the bytes of an unbroken run after any stops and crashes, and plays nothing twice', () => {
    const attempt = fc.record({ stopAfter: fc.nat(24), crashes: fc.array(fc.nat(24), { maxLength: 4 }) });
    fc.assert(
      fc.property(episodesOfRun, fc.array(attempt, { maxLength: 4 }), fc.boolean(), (episodes, attempts, closes) => {
        const folder = newFolder();
        const ended = new Set<number>();
        const count = episodes.length;
        for (const { stopAfter, crashes } of attempts) {
          const { kept, store } = playRun(folder, episodes, { stopAfter, crashes });
          expect(kept).toBe([...ended].filter((at) => at < stopAfter).length);
          for (let at = 0; at < Math.min(stopAfter, count); at++) if (!crashes.includes(at)) ended.add(at);
          if (closes) store.close();
        }
        expect(playRun(folder, episodes).kept).toBe(ended.size);
        expect(filesIn(folder)).toEqual(filesIn(finished(episodes)));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every episode that had ended, and cuts a line that is torn at any byte', () => {
    const episodes = someRun(8, 7);
    const folder = newFolder();
    playRun(folder, episodes, { stopAfter: 7 });
    const tail = readFileSync(join(folder, TAIL));
    for (let length = 0; length <= tail.length; length += 23) {
      const torn = newFolder();
      writeFileSync(join(torn, BLOCKS), readFileSync(join(folder, BLOCKS)));
      writeFileSync(join(torn, TAIL), tail.subarray(0, length));
      const whole = tail.subarray(0, length).toString('latin1').split('\n').length - 1;
      const { kept, store } = playRun(torn, episodes);
      expect(kept).toBe(4 + Math.max(0, whole - 1));
      const cut = length > 0 && tail[length - 1] !== 10;
      expect(store.mended).toEqual(cut && whole > 0 ? [expect.stringMatching(/is torn: it and what follows/)] : []);
    }
  });

  it('refuses a run whose order has changed, and an episode that comes twice', () => {
    const [first, second, third] = someRun(3, 7) as [StoredEpisode, StoredEpisode, StoredEpisode];
    const folder = newFolder();
    playRun(folder, [first, second, third], { stopAfter: 2 }).store.close();
    expect(() => new TraceStore(folder).take(keyOfEpisode(second))).toThrow(/comes before episode 1 that is stored/);
    expect(() => new TraceStore(folder).append(third)).toThrow(/a run keeps its order/);
    expect(() => new TraceStore(folder).finish()).toThrow(/ended before episode 1 of 2 that are stored/);
    const store = new TraceStore(newFolder());
    store.append(first);
    expect(() => store.append(first)).toThrow(/asked for twice/);
  });
});

describe('a damaged store', () => {
  const episodes = someRun(14, 7);

  /** Where a block's packed data ends. */
  const padding = (bytes: Buffer): number[] => {
    const path = join(newFolder(), BLOCKS);
    writeFileSync(path, bytes);
    return scanFile(path, () => {}).blocks.map(({ offset, length }) => offset + length - 9);
  };

  it('is refused whatever byte of a block is changed, or missing from its end', () => {
    const whole = readFileSync(join(finished(episodes), BLOCKS));
    const change = fc.record({
      at: fc.nat(whole.length - 1),
      by: fc.integer({ min: 1, max: 255 }),
      cuts: fc.boolean(),
    });
    fc.assert(
      fc.property(change, ({ at, by, cuts }) => {
        const folder = finished(episodes);
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] as number) ^ by;
        writeFileSync(join(folder, BLOCKS), cuts ? bytes.subarray(0, at) : bytes);
        // The last bits of packed data may mean nothing: then nothing is lost.
        const means = cuts || scanFile(join(folder, BLOCKS), () => {}).damage !== null;
        if (!means) expect(playRun(folder, episodes).kept).toBe(episodes.length);
        else expect(() => new TraceStore(folder, 4)).toThrow(UsageError);
        if (means) expect(() => new TraceStore(folder, 4)).toThrow(/gz: block \d.*Bring the file back from a copy/);
        return means || padding(whole).includes(at);
      }),
      { numRuns: 60 },
    );
  });

  it('says which block is missing, in the middle and at the end', () => {
    const folder = newFolder();
    playRun(folder, episodes, { stopAfter: 13 }).store.close();
    const path = join(folder, BLOCKS);
    const bytes = readFileSync(path);
    const { blocks } = scanFile(path, () => {});
    const [, second, third] = blocks as { offset: number; length: number }[];
    const without = ({ offset, length }: { offset: number; length: number }) =>
      writeFileSync(path, Buffer.concat([bytes.subarray(0, offset), bytes.subarray(offset + length)]));
    without(second as never);
    expect(() => new TraceStore(folder, 4)).toThrow(/block 2 .*after 4 episodes.*: episodes 5 to 8 are missing/);
    without(third as never);
    expect(() => new TraceStore(folder, 4)).toThrow(/block 3, after 8 episodes, cannot be read: it is missing/);
  });

  it('takes a block that was being sealed from the tail, whatever of it was written', () => {
    const folder = newFolder();
    playRun(folder, episodes, { stopAfter: 7 });
    const whole = readFileSync(join(finished(episodes), BLOCKS));
    const { blocks } = scanFile(join(finished(episodes), BLOCKS), () => {});
    const sealed = (blocks[1]?.offset ?? 0) as number;
    for (const written of [1, 31, 32, 40, 200, (blocks[1]?.length ?? 0) - 1]) {
      truncateSync(join(folder, BLOCKS), sealed);
      appendFileSync(join(folder, BLOCKS), whole.subarray(sealed, sealed + written));
      const torn = newFolder();
      for (const name of [BLOCKS, TAIL]) writeFileSync(join(torn, name), readFileSync(join(folder, name)));
      const { kept, store } = playRun(torn, episodes);
      expect({ kept, mended: store.mended }).toEqual({ kept: 7, mended: [expect.stringMatching(/being sealed/)] });
      expect(filesIn(torn)).toEqual(filesIn(finished(episodes)));
    }
  });
});

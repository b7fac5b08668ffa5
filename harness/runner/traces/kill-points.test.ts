import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MachineError } from '../exit-code.ts';
import { type Disk, refusal, within } from '../testing/small-disk.ts';
import { filesIn, playRun, someRun } from './test-episodes.ts';

const disk = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY, used: 0, error: null }) as Disk);
vi.mock('node:fs', async (original) => (await import('../testing/small-disk.ts')).smallDisk(await original(), disk));

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-kills-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, 'run-'));

class Killed extends Error {}

const kill = () => new Killed();
const withoutLeftovers = (folder: string) =>
  Object.fromEntries(Object.entries(filesIn(folder)).filter(([name]) => !name.endsWith('.tmp')));
/** Nine episodes in blocks of four, the same in every test. */
const run = someRun(9, 3);

/** How much a run that begins in such a folder asks of the disk. */
function demand(prepare: (folder: string) => void, again: (folder: string) => unknown): number {
  const folder = newFolder();
  prepare(folder);
  expect(within(disk, Number.MAX_SAFE_INTEGER, kill, () => again(folder))).toBeNull();
  return disk.used;
}

/** What a run that nothing stops leaves. */
function unbroken(): Record<string, string> {
  const folder = newFolder();
  playRun(folder, run);
  return filesIn(folder);
}

describe('a store whose writer is killed', () => {
  it.each([
    ['in a run from the start', () => {}],
    [
      'as it mends what crashes and a stop had left',
      (folder: string) => {
        playRun(folder, run, { crashes: [2, 6] });
        playRun(folder, run, { stopAfter: 7, crashes: [5] }).store.close();
      },
    ],
  ])('%s, at any byte, goes on to the same bytes', (_, prepare) => {
    const expected = unbroken();
    const total = demand(prepare, (folder) => playRun(folder, run));
    // Every change near the end, and about a hundred before.
    const points = Array.from({ length: total }, (_, at) => at).filter((at) => at > total - 60 || at % 83 === 0);
    for (const point of points) {
      const folder = newFolder();
      prepare(folder);
      expect(within(disk, point, kill, () => playRun(folder, run))).toBeInstanceOf(Killed);
      playRun(folder, run);
      expect(withoutLeftovers(folder)).toEqual(expected);
    }
  });

  it('twice, at any two bytes, goes on to the same bytes', () => {
    const expected = unbroken();
    fc.assert(
      fc.property(fc.nat(9000), fc.nat(9000), fc.array(fc.nat(8), { maxLength: 3 }), (first, second, crashes) => {
        const folder = newFolder();
        within(disk, first, kill, () => playRun(folder, run, { crashes }));
        within(disk, second, kill, () => playRun(folder, run, { crashes: crashes.slice(1) }));
        playRun(folder, run);
        expect(withoutLeftovers(folder)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a disk that takes nothing more', () => {
  it('ends the run with what to do, and leaves a folder that can be gone on with', () => {
    const expected = unbroken();
    const total = demand(
      () => {},
      (folder) => playRun(folder, run),
    );
    for (let left = 0; left < total; left += 211) {
      const folder = newFolder();
      const failure = within(disk, left, refusal('ENOSPC'), () => playRun(folder, run));
      expect(failure).toBeInstanceOf(MachineError);
      expect((failure as Error).message).toMatch(/traces|run-.*: the disk is full: free some space.*goes on\.$/);
      playRun(folder, run);
      expect(withoutLeftovers(folder)).toEqual(expected);
    }
  });

  it('says that a folder is read-only', () => {
    const failure = within(disk, 0, refusal('EROFS'), () => playRun(newFolder(), run));
    expect(failure).toBeInstanceOf(MachineError);
    expect((failure as Error).message).toMatch(/the file system is read-only: choose another folder/);
  });
});

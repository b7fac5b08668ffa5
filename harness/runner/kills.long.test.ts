import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../shared/streams.ts';
import { EXIT } from './exit-code.ts';
import { openRun } from './open-run.ts';
import { playTestRun, testDescription } from './test-run.ts';
import { filesIn } from './traces/test-episodes.ts';

let root: string;
let whole: Record<string, string>;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-kill-'));
  whole = await finishedIn(newFolder());
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, 'run-'));

function isFinished(folder: string): boolean {
  const file = join(folder, 'run.json');
  return existsSync(file) && /"finished": true/.test(readFileSync(file, 'utf8'));
}

/** Finishes the run in this process, where a kill did not come too late, and says what stands there but for the dates. */
async function finishedIn(folder: string): Promise<Record<string, string>> {
  if (!isFinished(folder)) {
    const run = openRun(folder, testDescription);
    await playTestRun(run);
    run.finish(true);
  }
  return { ...filesIn(folder), 'run.json': '' };
}

/** Starts the run in a process of its own and ends it after so many of its lines and a while; says how it ended. */
async function endAfter(folder: string, lines: number, waitMs: number, signals: readonly NodeJS.Signals[]) {
  const program = join(import.meta.dirname, 'test-run.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  let heard = 0;
  child.stderr.on('data', (text: Buffer) => {
    const before = heard;
    heard += text.toString().split('\n').length - 1;
    if (before < lines && heard >= lines)
      setTimeout(() => {
        for (const signal of signals) child.kill(signal);
      }, waitMs);
  });
  return ended;
}

describe('a run that is killed', () => {
  it('again and again, as it plays and as it resumes, ends with the bytes of an unbroken one', async () => {
    const rng = createRng('test', 'kills');
    const draw = (below: number) => Math.floor(rng.next() * below);
    for (let run = 0; run < 4; run++) {
      const folder = newFolder();
      for (let kill = 0; kill < 4; kill++) await endAfter(folder, 1 + draw(12), draw(20), ['SIGKILL']);
      expect(await finishedIn(folder)).toEqual(whole);
    }
  });

  it.each([
    ['SIGINT', EXIT.interrupted],
    ['SIGTERM', EXIT.terminated],
    ['SIGHUP', EXIT.hungUp],
  ] as const)('by %s ends with %i, and goes on to the same bytes', async (signal, code) => {
    const folder = newFolder();
    expect(await endAfter(folder, 3, 0, [signal])).toEqual([code, null]);
    expect(await finishedIn(folder)).toEqual(whole);
  });

  it('leaves the folder to one of several that start at once', async () => {
    const folder = newFolder();
    await endAfter(folder, 1, 0, ['SIGKILL']);
    const ends = await Promise.all(Array.from({ length: 4 }, () => endAfter(folder, 10_000, 0, [])));
    expect(ends.map(([code]) => code).sort()).toEqual([0, 1, 1, 1]);
    expect({ ...filesIn(folder), 'run.json': '' }).toEqual(whole);
  });
});

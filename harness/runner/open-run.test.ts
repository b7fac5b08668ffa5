import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT, UsageError } from './exit-code.ts';
import { fingerprintDifferences, installedVersions } from './fingerprint.ts';
import { openRun } from './open-run.ts';
import { playTestRun, testDescription, testFingerprint } from './test-run.ts';
import { openTraces } from './traces/read-traces.ts';
import { filesIn } from './traces/test-episodes.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-run-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, 'run-'));
const SESSIONS = 10;

async function play(folder: string, fails?: (session: string) => boolean, stopAfter = Number.POSITIVE_INFINITY) {
  const run = openRun(folder, testDescription);
  const order: string[] = [];
  try {
    await playTestRun(
      run,
      (trace, part) => {
        if (order.push(`${part} ${trace.cell} ${trace.session}`) > stopAfter) throw new Error('stopped');
      },
      fails,
      SESSIONS,
    );
    run.finish(fails === undefined);
  } catch (error) {
    run.close();
    if ((error as Error).message !== 'stopped') throw error;
  }
  return { order, mended: run.mended };
}

const withoutDates = (folder: string) => ({ ...filesIn(folder), 'run.json': '' });

describe('the folder of a run', () => {
  it('goes on after a stop anywhere, hands out all episodes in order, and ends with the same files', async () => {
    const whole = newFolder();
    const { order } = await play(whole);
    expect(new Set(order).size).toBe(2 * 3 * SESSIONS);
    expect(Object.keys(filesIn(whole))).toEqual(['run.json', 'traces.index.json.gz', 'traces.jsonl.gz']);
    for (const stopAfter of [0, 1, 17, 30, 44, 59]) {
      const folder = newFolder();
      await play(folder, undefined, stopAfter);
      expect((await play(folder)).order).toEqual(order);
      expect(withoutDates(folder)).toEqual(withoutDates(whole));
    }
  });

  it('goes on where episodes crashed, plays only those, and refuses one that is finished', async () => {
    const whole = newFolder();
    const { order } = await play(whole);
    const folder = newFolder();
    await play(folder, (session) => session === 's3' || session === 's7');
    expect(openTraces(folder).rows.filter(({ end }) => end === 'crashed')).toHaveLength(12);
    const run = openRun(folder, testDescription);
    const played = openTraces(whole).rows.filter(({ play: part, cell, session }) => {
      return !run.store.has(JSON.stringify([part, cell, session, null, null]));
    });
    expect(new Set(played.map(({ session }) => session))).toEqual(new Set(['s3', 's7']));
    run.close();
    expect((await play(folder)).order).toEqual(order);
    expect(withoutDates(folder)).toEqual(withoutDates(whole));
    expect(() => openRun(folder, testDescription)).toThrow(/holds a run that is finished: choose another --out/);
  });

  it('has one writer, refuses other runs naming what differs, and whatever is no run', async () => {
    const folder = newFolder();
    const run = openRun(folder, testDescription);
    expect(() => openRun(folder, testDescription)).toThrow(
      /run\.lock is held by process \d+ on .* since 2.*: wait until it has ended, or choose another --out\.$/,
    );
    run.close();
    const other = {
      ...testFingerprint,
      seed: '2',
      versions: {},
      settings: { sessions: 400, noise: { alpha: [0, 0.1] } },
    };
    expect(() => openRun(folder, { ...testDescription, fingerprint: other })).toThrow(
      /another run \(seed: "1" there, "2" here; settings\.sessions: 300 there, 400 here; versions\.node: "20" there, nothing here\)/,
    );
    openRun(folder, testDescription).close();
    const foreign = newFolder();
    writeFileSync(join(foreign, 'thesis.tex'), '');
    expect(() => openRun(foreign, testDescription)).toThrow(UsageError);
    expect(Object.keys(filesIn(foreign))).toEqual(['thesis.tex']);
  });

  it('deletes what a kill left unfinished, says so, and touches nothing else', () => {
    const folder = newFolder();
    openRun(folder, testDescription).close();
    const ours = ['figures.json.123-0123456789ab.tmp', 'run.lock.7-0123456789ab.tmp'];
    const others = ['notes.tmp', 'run.json.tmp', 'a.123-0123456789ab.tmp.txt'];
    for (const name of [...ours, ...others]) writeFileSync(join(folder, name), '');
    const run = openRun(folder, testDescription);
    expect(run.mended).toEqual([expect.stringContaining(ours.join(', '))]);
    run.close();
    expect(Object.keys(filesIn(folder))).toEqual(expect.arrayContaining(others));
    for (const name of ours) expect(existsSync(join(folder, name))).toBe(false);
  });
});

describe('a signal', () => {
  it('closes store and lock, ends with its code, and what was played is not played again', async () => {
    const folder = newFolder();
    const program = join(import.meta.dirname, 'test-run.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await once(child.stderr, 'data');
    child.stderr.resume();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([EXIT.terminated, null]);
    expect(existsSync(join(folder, 'run.lock'))).toBe(false);
    const run = openRun(folder, testDescription);
    expect(run.mended).toEqual([]);
    expect(openTraces(folder).rows.length).toBeGreaterThanOrEqual(50);
    run.close();
  });
});

describe('the fingerprint of a run', () => {
  it('is the same whatever the order of its parts', () => {
    const turned = Object.fromEntries(Object.entries(testFingerprint).reverse());
    expect(fingerprintDifferences(turned, testFingerprint)).toEqual([]);
  });

  it('differs by whatever only one of two runs has, seen from either', () => {
    const more = {
      ...testFingerprint,
      settings: { ...testFingerprint.settings, fresh: [1] },
      code: { ...testFingerprint.code, other: 'f00' },
    };
    const [grown, shrunk] = [
      fingerprintDifferences(testFingerprint, more),
      fingerprintDifferences(more, testFingerprint),
    ];
    expect(grown).toEqual(['code.other: nothing there, "f00" here', 'settings.fresh: nothing there, [1] here']);
    expect(shrunk).toEqual(['code.other: "f00" there, nothing here', 'settings.fresh: [1] there, nothing here']);
  });

  it('holds the versions that are installed', () => {
    const repository = join(import.meta.dirname, '..', '..');
    const versions = installedVersions(repository);
    const { version } = JSON.parse(readFileSync(join(repository, 'node_modules/zod/package.json'), 'utf8'));
    expect(versions).toMatchObject({ node: process.versions.node, zod: version });
    const folder = newFolder();
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { zod: '1.2.3' } }));
    expect(installedVersions(folder)).toMatchObject({ zod: 'not installed' });
  });
});

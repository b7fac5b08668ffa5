import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { NIGHT } from '../../../reports/reporters/testing/nights.ts';
import { takeLock } from '../../runner/run-lock.ts';
import { testFingerprint } from '../../runner/test-run.ts';
import { wallClockDate } from '../../runner/wall-clock.ts';
import { appendNight, nightOfHistory, readHistory } from './history.ts';
import { checkOfHistory, nightAt } from './testing/histories.ts';

const root = mkdtempSync(join(tmpdir(), 'deskbench-history-'));
afterAll(() => rmSync(root, { recursive: true }));
let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(root, 'a-')), 'below', 'nights.jsonl');
});

const night = (day: number) => nightAt(day, [checkOfHistory({ value: day / 100 })]);

describe('a history', () => {
  it('holds the nights that were appended, one a line, and none where there is no file', () => {
    expect(readHistory(file)).toEqual({ nights: [], text: '', torn: false });
    for (const day of [0, 1, 2]) expect(appendNight(file, night(day))).toEqual({ nights: day + 1, added: true });
    expect(readHistory(file).nights).toEqual([0, 1, 2].map(night));
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
  });

  it('holds a run once; another of the same moment that asks another question is one of its own', () => {
    appendNight(file, night(0));
    expect(appendNight(file, { ...night(0), verdict: 'FAIL' })).toEqual({ nights: 1, added: false });
    expect(readHistory(file).nights).toEqual([night(0)]);
    expect(appendNight(file, { ...night(0), question: 'other' })).toEqual({ nights: 2, added: true });
  });

  it('passes over a torn last line wherever it was torn, and the next append takes it out', () => {
    appendNight(file, night(0));
    const whole = readFileSync(file, 'utf8');
    const line = JSON.stringify(night(1));
    for (let cut = 1; cut <= line.length; cut += 7) {
      writeFileSync(file, whole + line.slice(0, cut));
      expect(readHistory(file)).toMatchObject({ nights: [night(0)], torn: true });
      expect(appendNight(file, night(cut % 2))).toEqual({ nights: 1 + (cut % 2), added: cut % 2 === 1 });
      expect(readHistory(file)).toMatchObject({
        nights: cut % 2 === 1 ? [night(0), night(1)] : [night(0)],
        torn: false,
      });
    }
  });

  it.each([
    ['no json\n', /line 2: is no JSON/],
    ['{"format":"deskbench-night"}\n', /line 2: format/],
    [`${JSON.stringify({ ...nightAt(1, []), verdict: 'GOOD' })}\n`, /line 2: verdict/],
  ])('that holds %j is refused with its place, and stays as it is', (text, message) => {
    appendNight(file, night(0));
    appendFileSync(file, text);
    const before = readFileSync(file, 'utf8');
    expect(() => readHistory(file)).toThrow(message);
    expect(() => appendNight(file, night(1))).toThrow(message);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(() => readHistory(root)).toThrow('cannot be read');
  });
});

describe('several processes that append to a history at once', () => {
  const ROUNDS = 60;
  const WRITERS = 4;
  /** Each appends a night to the file of every round, at the same moment as the others do. */
  const code = `
    const { existsSync, readFileSync, writeFileSync } = await import('node:fs');
    const { appendNight } = await import(${JSON.stringify(join(import.meta.dirname, 'history.ts'))});
    const { nightAt } = await import(${JSON.stringify(join(import.meta.dirname, 'testing/histories.ts'))});
    const [folder, writer] = process.argv.slice(1);
    writeFileSync(folder + '/ready-' + writer, '');
    while (!existsSync(folder + '/go')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    const start = 50 + Date.parse(readFileSync(folder + '/go', 'utf8'));
    for (let round = 0; round < ${ROUNDS}; round++) {
      while (Date.now() < start + 12 * round);
      appendNight(folder + '/' + round + '.jsonl', nightAt(Number(writer), []));
    }`;
  const write = (folder: string, writer: number) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code, folder, `${writer}`]);

  it('lose no night, where there is no file and where its last line is torn, and leave no lock', async () => {
    const folder = mkdtempSync(join(root, 'at-once-'));
    const files = Array.from({ length: ROUNDS }, (_, round) => join(folder, `${round}.jsonl`));
    const torn = files.filter((_, round) => round % 2 === 1);
    for (const one of torn) writeFileSync(one, `${JSON.stringify(night(500))}\n{"format":`);
    const done = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(folder, writer)));
    while (readdirSync(folder).filter((name) => name.startsWith('ready')).length < WRITERS) await sleep(5);
    writeFileSync(join(folder, 'go.tmp'), wallClockDate());
    renameSync(join(folder, 'go.tmp'), join(folder, 'go'));
    await done;
    for (const one of files) {
      const kept = readHistory(one);
      expect(kept.torn).toBe(false);
      expect(kept.nights.map(({ startedAt }) => startedAt).sort()).toEqual(
        [...Array(WRITERS).keys(), ...(torn.includes(one) ? [500] : [])].map((day) => night(day).startedAt).sort(),
      );
    }
    expect(readdirSync(folder).filter((name) => /lock|tmp/.test(name))).toEqual([]);
  });

  it('are not held up by one that was killed', () => {
    appendNight(file, night(0));
    const gone = { pid: 2 ** 22 + 1, began: 'long ago', since: 'then' };
    const lock = takeLock(`${file}.lock`);
    const { host } = JSON.parse(readFileSync(`${file}.lock`, 'utf8')) as { host: string };
    lock.release();
    writeFileSync(`${file}.lock`, JSON.stringify({ ...gone, host }));
    expect(appendNight(file, night(1))).toEqual({ nights: 2, added: true });
  });
});

describe('the night of a run', () => {
  const attempts = [{ startedAt: 'x', git: { commit: 'abc', dirty: true } }];
  const kept = (fingerprint: Partial<typeof testFingerprint>, across: readonly string[] = [], known = attempts) =>
    nightOfHistory({
      night: NIGHT,
      run: { fingerprint: { ...testFingerprint, ...fingerprint }, attempts: known },
      whole: true,
      across,
    });

  it('keeps of each check its verdict, the value of the new run and how far it lies from the baseline', () => {
    const { checks, ...night } = kept({});
    expect(night).toMatchObject({
      startedAt: NIGHT.startedAt,
      commit: 'abc-dirty',
      verdict: NIGHT.verdict,
      whole: true,
    });
    expect(kept({}, [], []).commit).toBeNull();
    expect(checks).toHaveLength(NIGHT.checks.length);
    for (const [at, { next, metric, difference, verdict }] of NIGHT.checks.entries())
      expect(checks[at]).toMatchObject({ value: next, metric, difference, verdict });
    expect(JSON.stringify(night).length + JSON.stringify(checks[0]).length).toBeLessThan(600);
  });

  it('asks another question where data, seed, settings or experiment differ and that is not meant; not where code does', () => {
    const { question } = kept({});
    expect(kept({ code: { test: 'c' }, versions: {} }).question).toBe(question);
    const newer = { ...testFingerprint.settings, brandNew: null };
    expect(kept({ settings: newer }).question, 'of a newer version with one option more').toBe(question);
    for (const other of [{ seed: '2' }, { datasetHash: 'f' }, { command: 'y' }, { settings: { sessions: 1 } }])
      expect(kept(other).question).not.toBe(question);
    expect(kept({ seed: '2' }, ['seed']).question).toBe(kept({ seed: '3' }, ['seed']).question);
    expect(kept({ datasetHash: 'f' }, ['data']).question).not.toBe(kept({ datasetHash: 'f' }, ['seed']).question);
  });
});

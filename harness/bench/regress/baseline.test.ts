import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Metric } from '../../contract/metric.ts';
import { openRun } from '../../runner/open-run.ts';
import { playTestRun, testDescription, testFingerprint } from '../../runner/test-run.ts';
import { pairRuns } from '../compare/run-sums.ts';
import { discover } from '../models/discover.ts';
import { baselineOf, baselineText, readBaseline } from './baseline.ts';
import { compareWithBaseline } from './compare-with-baseline.ts';

const SESSIONS = 100;
const metrics = await discover<Metric>('reports/metrics', 'metric');
let root: string;
let run: string;
let file: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-baseline-'));
  run = await play(testFingerprint);
  file = join(root, 'baseline.json');
  writeFileSync(file, baselineText(baselineOf(run, metrics)));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function play(fingerprint: typeof testFingerprint, sessions = SESSIONS, finished = true): Promise<string> {
  const folder = mkdtempSync(join(root, 'run-'));
  const opened = openRun(folder, { ...testDescription, fingerprint });
  await playTestRun(opened, undefined, undefined, sessions);
  if (finished) opened.finish(true);
  else opened.close();
  return folder;
}

describe('a baseline', () => {
  it('read again holds the sums that were written', () => {
    const [written, read] = [baselineOf(run, metrics), readBaseline(file)];
    const paired = pairRuns(read.cells, written.cells, metrics);
    expect(paired).toMatchObject({ episodes: 6 * SESSIONS, differing: 0, onlyBase: 0, onlyNext: 0 });
    expect(paired.measured.length).toBeGreaterThan(20);
    for (const { pairs } of paired.measured) for (const { base, next } of pairs) expect(base).toEqual(next);
    expect(baselineText(read)).toBe(baselineText(written));
  });

  it('of 1,000 sessions in three arms is below a megabyte', () => {
    const bytes = Buffer.byteLength(baselineText(baselineOf(run, metrics)));
    // Two populations of 100 sessions in three arms.
    expect((bytes * 1000) / (2 * SESSIONS)).toBeLessThan(1_000_000);
  });

  it('beside a run says the same as the run beside itself, and that it tells no layers', () => {
    const [sums, traces] = [file, run].map((base) => compareWithBaseline(base, run, metrics, []));
    expect(sums?.measured).toEqual(traces?.measured);
    expect(sums).toMatchObject({ layers: null, incomplete: false });
    expect(traces?.layers).toEqual([]);
    expect(sums?.findings[0]).toBe(`The runs are the same: ${6 * SESSIONS} episodes.`);
  });

  it('notices sessions that are missing, and refuses other data', async () => {
    const fewer = await play(testFingerprint, SESSIONS - 10);
    const found = compareWithBaseline(file, fewer, metrics, []);
    expect(found.incomplete).toBe(true);
    expect(found.findings[0]).toBe('Not whole: 60 episodes of the baseline missing in the new run.');
    const other = await play({ ...testFingerprint, datasetHash: 'f'.repeat(64) }, 10);
    expect(() => compareWithBaseline(file, other, metrics, [])).toThrow('say --across data');
  });

  it('is of a run that has ended', async () => {
    const unfinished = await play(testFingerprint, 5, false);
    expect(() => baselineOf(unfinished, metrics)).toThrow('has not ended');
  });

  it.each([
    ['', 'is no baseline'],
    ['{}', 'format'],
    ['{"format":"deskbench-baseline","version":2}', 'version'],
  ])('that is %j is refused', (text, message) => {
    const broken = join(root, 'broken.json');
    writeFileSync(broken, text);
    expect(() => readBaseline(broken)).toThrow(message);
    expect(() => compareWithBaseline(join(root, 'absent.json'), run, metrics, [])).toThrow('does not exist');
  });
});

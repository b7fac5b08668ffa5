import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareRuns } from '../bench/compare/compare-runs.ts';
import { discover } from '../bench/models/discover.ts';
import { captureOutput } from '../capture-output.ts';
import type { Metric } from '../contract/metric.ts';
import { openRun } from '../runner/open-run.ts';
import { playTestRun, testDescription } from '../runner/test-run.ts';
import { compare } from './compare.ts';

const metrics = await discover<Metric>('reports/metrics', 'metric');
let root: string;
let many: string;
let few: string;
let broken: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-compare-runs-'));
  many = await play(5);
  few = await play(4);
  broken = await play(5, (session) => session === 's0');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Two parts of three cells each. */
async function play(sessions: number, fails?: (session: string) => boolean): Promise<string> {
  const folder = mkdtempSync(join(root, 'run-'));
  const run = openRun(folder, testDescription);
  await playTestRun(run, undefined, fails, sessions);
  run.finish(true);
  return folder;
}

const lacking = (base: string, next: string) => {
  const { incomplete, episodes } = compareRuns({ base, next, across: [], metrics });
  return { incomplete, episodes };
};

it('what only one of the runs has is told of that run', () => {
  expect(lacking(many, few)).toEqual({
    incomplete: ['6 episodes of the base run missing in the new one.'],
    episodes: 24,
  });
  expect(lacking(few, many)).toEqual({
    incomplete: ['6 episodes of the new run missing in the base one.'],
    episodes: 24,
  });
});

it('what crashed is told of the run in which it did, and left out', () => {
  expect(lacking(many, broken)).toEqual({ incomplete: ['6 episodes crashed in the new run.'], episodes: 24 });
  expect(lacking(broken, many)).toEqual({ incomplete: ['6 episodes crashed in the base run.'], episodes: 24 });
});

it('bench compare ends with 3 where the comparison is not whole, and with 0 where it is', async () => {
  for (const [next, expected] of [
    [many, 0],
    [few, 3],
    [broken, 3],
  ] as const) {
    const output = captureOutput();
    const { exitCode } = process;
    try {
      await compare(many, next, {});
      expect(process.exitCode).toBe(expected);
    } finally {
      process.exitCode = exitCode;
      output.end();
    }
  }
});

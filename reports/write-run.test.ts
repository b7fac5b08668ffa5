import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildResults } from './results/build-results.ts';
import { resultsSchema } from './results/schema.ts';
import { runCell, runOf } from './results/test-runs.ts';
import { writeRun } from './write-run.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const results = buildResults(runOf([runCell({ arm: 'human-only' }, 40), runCell({ arm: 'selective' }, 40)]));

it('leaves the four files of a run and nothing else', async () => {
  const paths = await writeRun(folder, results, { seed: '1' });
  const names = ['report.html', 'results.csv', 'results.json', 'run.json'];
  expect(readdirSync(folder).sort()).toEqual(names);
  expect([...paths].sort()).toEqual(names.map((name) => join(folder, name)));
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  expect(resultsSchema.parse(JSON.parse(read('results.json')))).toEqual(results);
  expect(JSON.parse(read('run.json'))).toEqual({ seed: '1' });
  // Under a heading one row for each of two cells and six metrics, and for each of five comparisons.
  expect(read('results.csv').trimEnd().split('\n')).toHaveLength(18);
  expect(read('report.html')).toMatch(/^<!doctype html>/i);
});

it('writes nothing where rendering fails', async () => {
  await writeRun(folder, results, { seed: '1' });
  const before = readFileSync(join(folder, 'run.json'), 'utf8');
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  await expect(writeRun(folder, results, circular)).rejects.toThrow();
  expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe(before);
  expect(readdirSync(folder)).toHaveLength(4);
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Results, resultsSchema } from '../../../reports/results/schema.ts';
import { captureOutput } from '../../capture-output.ts';
import type { Trace } from '../../contract/trace.ts';
import { headline } from './headline.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-headline-'));
const OPTIONS = {
  sessions: 60,
  target: 0.9,
  delta: 0.05,
  policy: 'markov',
  critic: 'max-softmax',
  gate: 'plug-in',
  calibrator: 'none',
  gateSlices: 'global',
  noiseRates: 'none',
  cache: false,
  seed: '1',
  providers: 'cpu',
  browserSessions: 0,
  populations: 2,
} as const;

const read = (name: string) => readFileSync(join(folder, 'run', name), 'utf8');

describe('the headline', () => {
  let results: Results;
  let printed = '';
  beforeAll(async () => {
    const output = captureOutput();
    await headline({ ...OPTIONS, out: join(folder, 'run') });
    output.end();
    printed = output.text();
    results = resultsSchema.parse(JSON.parse(read('results.json')));
  }, 120_000);
  afterEach(() => {
    process.exitCode = 0;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('plays the same noise levels and arms in both loops', () => {
    const { cells, closedLoop } = results;
    const points = (all: Results['cells']) => all.map(({ arm, noise }) => [arm, noise]);
    expect(cells).toHaveLength(12);
    expect(points(closedLoop!.cells)).toEqual(points(cells));
    expect(new Set(cells.map(({ loop }) => loop))).toEqual(new Set(['open']));
    expect(new Set(closedLoop!.cells.map(({ loop }) => loop))).toEqual(new Set(['closed']));
    expect(closedLoop!.cells.map(({ sessions }) => sessions)).toEqual(cells.map(({ sessions }) => sessions));
  });

  it('keeps the traces of each loop in a file of its own', () => {
    const traces = (name: string) =>
      read(name)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Trace);
    const [open, closed] = [traces('traces.jsonl'), traces('closed-traces.jsonl')];
    expect(open.every(({ loop, outcome }) => loop === 'open' && outcome === undefined)).toBe(true);
    expect(closed.every(({ loop, outcome }) => loop === 'closed' && outcome !== undefined)).toBe(true);
    expect(closed).toHaveLength(open.length);
  });

  it('lets operators who never err reach every goal when they work alone, and counts what errors lead to', () => {
    const { cells, propagation } = results.closedLoop!;
    expect(cells[0]).toMatchObject({ arm: 'human-only', metrics: { goal_reached: { estimate: 1 } } });
    const selective = cells.filter(({ arm }) => arm === 'selective');
    expect(propagation.map(({ cell }) => cell)).toEqual(selective.map(({ id }) => id));
    for (const { all, first } of propagation) expect(all.errors).toBeGreaterThanOrEqual(first.errors);
    expect(propagation.some(({ first }) => first.errors > 0)).toBe(true);
  });

  it('plays the same cells in each population, on other sessions, and tells their range first', () => {
    const { populations = [], cells, closedLoop, findings } = results;
    expect(populations.map(({ seed }) => seed)).toEqual(['1', '1-p2']);
    expect(new Set(populations.map(({ datasetHash }) => datasetHash)).size).toBe(2);
    const selective = [...cells, ...closedLoop!.cells].filter(({ arm }) => arm === 'selective');
    for (const one of populations) expect(one.cells.map(({ cell }) => cell)).toEqual(selective.map(({ id }) => id));
    const [own] = populations;
    for (const { id, metrics } of selective)
      expect(own?.cells.find(({ cell }) => cell === id)?.sessionAutomation).toBe(metrics.session_automation?.estimate);
    expect(findings[0]).toMatch(
      /^Open loop, sessions automated over 2 populations, median and range: .*\(gate open in \d of 2\)/,
    );
    for (const text of [printed, read('report.html')])
      expect(text.replace(/\s+/g, ' ')).toMatch(/Median over 2 populations, in brackets the lowest and the highest/);
    expect(JSON.parse(read(join('populations', '1-p2', 'run.json')))).toMatchObject({ seed: '1-p2' });
  });

  it('shows both on the terminal and in the report', () => {
    for (const text of [printed, read('report.html')]) expect(text).toContain('Closed loop: what was decided is done');
    expect(printed).toContain('closed-traces.jsonl');
    expect(results.findings.join(' ')).toContain('Closed loop, where what was decided is done: without noise,');
  });
});

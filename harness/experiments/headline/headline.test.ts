import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresTerminal } from '../../../reports/figures/figures-terminal.ts';
import type { Figures } from '../../../reports/figures/schema.ts';
import { discover } from '../../bench/models/discover.ts';
import { captureOutput } from '../../capture-output.ts';
import { smallRun } from '../../conformance/experiments/small-runs.ts';
import type { Metric } from '../../contract/metric.ts';
import { textWidth } from '../../contract/text-width.ts';
import { readRun } from '../../runner/open-run.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { report } from '../../tools/report.ts';
import { scoreTable } from '../../tools/score.ts';
import { experiment } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-headline-'));

const read = (name: string) => readFileSync(join(folder, 'run', name), 'utf8');

describe('the headline', () => {
  let figures: Figures;
  let printed = '';
  /** The rows of a table. */
  const rows = (id: string) => figures.tables.find((table) => table.id === id)?.rows.map(({ cells }) => cells) ?? [];
  beforeAll(async () => {
    const run = await smallRun(experiment);
    ({ printed, figures } = run);
    // One's own, since it is written to.
    cpSync(run.folder, join(folder, 'run'), { recursive: true });
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('plays the same noise levels and arms in both loops', () => {
    const [open, closed] = ['open', 'closed'].map((loop) => rows('cells').filter((row) => row.loop === loop));
    const points = (all: typeof open) =>
      all?.map(({ arm, alpha, beta, slip, sessions }) => [arm, alpha, beta, slip, sessions]);
    expect(open).toHaveLength(12);
    expect(points(closed)).toEqual(points(open));
  });

  it('keeps every episode of both loops and all populations, with what shows the session again', () => {
    const traces = openTraces(join(folder, 'run'));
    const runs = traces.rows.filter(({ forced }) => forced === null);
    const parts = ['1', '1-p2'].flatMap((seed) => ['open', 'closed'].map((loop) => `population ${seed}, ${loop} loop`));
    const counts = parts.map((part) => runs.filter(({ play }) => play === part).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(runs.length);
    const [cells] = [rows('cells')];
    const played = (loop: string) =>
      cells.filter((row) => row.loop === loop).reduce((sum, { sessions }) => sum + Number(sessions), 0);
    expect(counts.slice(0, 2)).toEqual([played('open'), played('closed')]);
    for (const { trace, play } of traces.find({ arm: 'copilot', end: 'completed' })) {
      expect(trace.outcome !== undefined).toBe(play.endsWith('closed loop'));
      expect(trace.steps.some(({ arrivals }) => arrivals !== undefined)).toBe(true);
      expect(trace.steps.some(({ alternatives }) => alternatives !== undefined)).toBe(true);
    }
    traces.close();
  });

  it('is measured again from its episodes, and gives the figures of the run', async () => {
    const metrics = (await discover<Metric>('reports/metrics', 'metric')).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    const scores = scoreTable(join(folder, 'run'), metrics);
    const first = scores.rows.filter(({ cells }) => String(cells.play).startsWith('population 1,'));
    const own = new Map(rows('cells').map((row) => [row.cell, row]));
    expect(first).toHaveLength(own.size);
    for (const { cells } of first)
      for (const { name } of metrics) expect(cells[name], name).toEqual(own.get(cells.cell ?? '')?.[name]);
  });

  it('is written again from its figures, to the same bytes', async () => {
    const files = ['report.html', 'cells.csv', 'figures.json'];
    const before = files.map(read);
    writeFileSync(join(folder, 'run', 'cells.csv'), '');
    const output = captureOutput();
    await report(join(folder, 'run'));
    output.end();
    expect(files.map(read)).toEqual(before);
    expect(printed).toContain(output.text().trim().slice(0, 400));
  });

  it('lets operators who never err reach every goal when they work alone, and counts what errors lead to', () => {
    const levels = rows('closed-loop');
    expect(levels[0]).toMatchObject({ goal_human: { estimate: 1 } });
    for (const { first_errors, all_errors } of levels)
      expect(Number(all_errors)).toBeGreaterThanOrEqual(Number(first_errors));
    expect(levels.some(({ first_errors }) => Number(first_errors) > 0)).toBe(true);
  });

  it('plays the same cells in each population, on other sessions, and answers with their range', () => {
    const populations = rows('populations');
    expect(new Set(populations.map(({ seed }) => seed))).toEqual(new Set(['1', '1-p2']));
    expect(new Set(populations.map(({ data }) => data)).size).toBe(2);
    const own = populations.filter(({ seed }) => seed === '1');
    const selective = rows('cells').filter(({ arm }) => arm === 'selective');
    expect(own.map(({ cell }) => cell)).toEqual(selective.map(({ cell }) => cell));
    for (const [at, { session_automation }] of selective.entries())
      expect(session_automation).toMatchObject({ estimate: own[at]?.automated });
    const closed = populations.filter(({ cell }) => String(cell).includes('closed-loop'));
    for (const [at, { automated }] of rows('answer').entries()) {
      const each = closed.filter((_, place) => place % 4 === at).map((row) => Number(row.automated));
      expect(automated).toMatchObject({ low: Math.min(...each), high: Math.max(...each), of: 2 });
    }
    expect(figures.findings[0]).toMatch(/^Over 2 populations, without noise, .* of cases run without an operator/);
    for (const text of [printed, read('report.html')])
      expect(text.replace(/\s+/g, ' ')).toMatch(/Median over 2 populations, in brackets the lowest and the highest/);
    expect(Object.keys(readRun(join(folder, 'run')).models)).toEqual([
      'policy, population 1',
      'policy, population 1-p2',
    ]);
  });

  it('fits one screen of 40 lines at 80 columns, the answer first and then where to look', () => {
    const text = figuresTerminal(figures, { width: 80, colour: false, files: ['report.html', 'figures.json'] });
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(80);
    const places = ['without noise', 'Where to look'].map((words) => text.replace(/\s+/g, ' ').indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('begins its page with the answer, and goes on with both loops', () => {
    const page = read('report.html');
    const places = [
      'class="cards"',
      'class="findings"',
      'id="answer"',
      'id="closed-loop"',
      'id="open-loop"',
      'id="cells"',
    ];
    const found = places.map((place) => page.indexOf(place));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found).not.toContain(-1);
    expect(printed).toContain('report.html');
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type FigureTable, figuresSchema } from '../reports/figures/schema.ts';
import { smallRun } from './conformance/experiments/small-runs.ts';
import { experiment } from './experiments/models/index.ts';
import { runCli } from './test-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-benches-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The tables of a run, without the columns that equal runs may differ in. */
const lasting = (tables: readonly FigureTable[]) =>
  tables.map(({ id, columns, rows }) => [
    id,
    ...columns.filter(({ measured }) => !measured).map((column) => rows.map(({ cells }) => cells[column.id])),
  ]);

describe('bench models', () => {
  it('comes to the same on every run but for times', async () => {
    const { figures } = await smallRun(experiment);
    const out = join(folder, 'again');
    const again = ['models', '--sessions', '120', '--policies', 'majority,markov'];
    const { status, text } = await runCli(...again, '--out', out, '--no-cache');
    expect(status, text).toBe(0);
    const found = figuresSchema.parse(JSON.parse(readFileSync(join(out, 'figures.json'), 'utf8')));
    expect(lasting(found.tables)).toEqual(lasting(figures.tables));
  });

  it.each([
    [['models', '--policies', 'none-such'], /--policies none-such: there is none of that name; use .*markov/],
    [['models', '--split', 'star-task-transfer'], /use --split random/],
    [['models', '--out', import.meta.dirname], /is not empty and holds no run: choose another --out/],
    [['critics', '--gates', 'none-such'], /--gates none-such: there is none of that name; use .*plug-in/],
    [
      ['critics', '--gate-slices', 'kind,colour'],
      /--gate-slices colour: there is none of that name; use kind, cluster/,
    ],
    [['critics', '--noise-rates', 'guessed'], /Allowed choices are none, known, triple-review, gold/],
    [['export', '--policy', 'majority', '--sessions', '60', '--out', join(folder, 'export')], /it saves no ONNX model/],
    [['corrections', '--shares', '0,x'], /--shares: "x" is not a share/],
    [['replay', '--calibrator', 'none-such'], /--calibrator none-such: there is none of that name; use .*platt/],
  ])('%j is answered with what to do, and exit code 2', async (wrong, message) => {
    const { status, text } = await runCli(...wrong);
    expect(text).toMatch(message);
    expect(text).not.toMatch(/\n {4}at /);
    expect(status).toBe(2);
  });
});

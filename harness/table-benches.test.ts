import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type FigureCell, figuresSchema } from '../reports/figures/schema.ts';
import { readRun } from './runner/open-run.ts';
import { runCli } from './test-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-benches-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a bench on little data; its tables by id, without the columns that equal runs may differ in. */
async function figures(out: string, ...args: string[]) {
  const path = join(folder, out);
  const { status, text } = await runCli(...args, '--out', path, '--cache', join(folder, 'cache'));
  expect(status, text).toBe(0);
  const found = figuresSchema.parse(JSON.parse(readFileSync(join(path, 'figures.json'), 'utf8')));
  const tables = new Map(
    found.tables.map(({ id, columns, rows }) => {
      const measured = new Set(columns.filter((column) => column.measured).map((column) => column.id));
      const kept = rows.map(({ cells, ...row }) => ({
        ...row,
        cells: Object.fromEntries(Object.entries(cells).filter(([name]) => !measured.has(name))),
      }));
      return [id, kept];
    }),
  );
  return { text, found, tables };
}

const estimate = (cell: FigureCell | undefined) => (cell !== null && typeof cell === 'object' ? cell.estimate : cell);

describe('bench models', () => {
  const args = ['models', '--sessions', '120', '--policies', 'majority,markov'];

  it('prints one table, published figures beside it, the same on every run but for times', async () => {
    const { text, tables } = await figures('models', ...args);
    expect(text).toMatch(/published: supervised 7B/);
    const rows = tables.get('models') ?? [];
    expect(rows.map(({ cells }) => cells.policy)).toEqual(expect.arrayContaining(['majority', 'markov']));
    const of = (policy: string) => rows.find(({ cells }) => cells.policy === policy)?.cells;
    expect(estimate(of('markov')?.action_accuracy)).toBeGreaterThan(Number(estimate(of('majority')?.action_accuracy)));
    expect((await figures('models-again', ...args)).tables).toEqual(tables);
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

it('bench critics judges every critic, calibrator and gate at every noise point', async () => {
  const { found, tables } = await figures(
    'critics',
    ...['critics', '--sessions', '150', '--policy', 'markov', '--critics', 'max-softmax,margin', '--critic', 'margin'],
    ...['--alpha', '0,0.1', '--beta', '0.2', '--redraws', '20', '--draws', '100'],
  );
  const measured = (id: string) => (tables.get(id) ?? []).filter(({ kind }) => kind === 'measured');
  expect(measured('critics').map(({ cells }) => `${cells.alpha} ${cells.critic}`)).toEqual([
    '0 max-softmax',
    '0 margin',
    '0.1 max-softmax',
    '0.1 margin',
  ]);
  expect(
    measured('calibrators').every(({ cells, detail }) => detail === (cells.critic === 'margin' ? undefined : true)),
  ).toBe(true);
  const gates = new Set(measured('gates').map(({ cells }) => cells.gate));
  expect([...gates]).toEqual(expect.arrayContaining(['clopper-pearson', 'learn-then-test', 'plug-in', 'sgr']));
  // Redrawn by answers and by sessions, at two points, corrected or not; what never opened has no row.
  const promised = measured('guarantees');
  expect(promised.length).toBeLessThanOrEqual(2 * 2 * 2 * gates.size);
  expect(promised.every(({ cells }) => Number(estimate(cells.open)) > 0)).toBe(true);
  expect(new Set(promised.map(({ cells }) => cells.drawn))).toEqual(new Set(['actions', 'sessions']));
  const slices = new Set(measured('slices').map(({ cells }) => `${cells.by} ${cells.slice}`));
  expect([...slices]).toEqual(expect.arrayContaining(['global all', 'kind all', 'kind send_text', 'cluster orders']));
  // At a target at which gates open, their promises can be broken.
  const opened = measured('guarantees-reachable').filter(({ cells }) => cells.gate === 'clopper-pearson');
  expect(opened.some(({ cells }) => Number(estimate(cells.open)) > 0.5)).toBe(true);
  expect(found.plots.map(({ kind }) => kind)).toEqual(['risk-coverage', 'calibration', 'risk-coverage', 'calibration']);
});

it('bench corrections shows both sides for every training set', async () => {
  const { tables } = await figures(
    'corrections',
    'corrections',
    '--sessions',
    '150',
    '--policy',
    'markov',
    '--shares',
    '0,0.2',
  );
  const rows = (tables.get('corrections') ?? []).filter(({ kind }) => kind === 'measured');
  expect(rows.map(({ cells }) => cells.set)).toEqual([
    'deployed policy (chooses the hard set)',
    'control: all logs, retrained',
    expect.stringMatching(/control: \d+ % of logs, retrained/),
    'all logs',
    expect.stringMatching(/of logs \+ 0 % corrections/),
    expect.stringMatching(/of logs \+ 20 % corrections/),
    'all logs + as many corrections',
  ]);
  // Operators who never err refuse what is wrong and nothing else.
  expect(estimate(rows[0]?.cells.hard)).toBe(0);
});

it('a staged run takes a calibrator, gates by slice and noise rates', async () => {
  const out = join(folder, 'staged');
  const { status, text } = await runCli(
    ...['replay', '--sessions', '300', '--policy', 'markov', '--critic', 'max-softmax', '--gate', 'plug-in'],
    ...['--alpha', '0.1', '--beta', '0.2', '--calibrator', 'platt', '--gate-slices', 'kind', '--noise-rates', 'gold'],
    ...['--target', '0.6', '--out', out, '--no-cache'],
  );
  expect(status, text).toBe(0);
  const { fingerprint } = readRun(out);
  expect(fingerprint).toMatchObject({ settings: { calibrator: 'platt', gateSlices: 'kind', noiseRates: 'gold' } });
  const { tables } = figuresSchema.parse(JSON.parse(readFileSync(join(out, 'figures.json'), 'utf8')));
  expect(tables.find(({ id }) => id === 'gates')?.rows[0]?.cells.gate).toBe('plug-in by kind');
});

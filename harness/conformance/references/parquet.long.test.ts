import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TABLES, type TableColumns, type TableName } from '../../bench/tables/columns.ts';
import { captureOutput } from '../../capture-output.ts';
import { openRun } from '../../runner/open-run.ts';
import { print } from '../../runner/output.ts';
import { playTestRun, testDescription } from '../../runner/test-run.ts';
import { EXPORT_FORMATS, query } from '../../tools/query.ts';
import { installedPython } from './support/python.ts';
import { REFERENCES } from './support/reference.ts';

const python = installedPython();
if (python === null)
  print('Parquet files: not read by pandas, the Python libraries are not installed (pnpm references install)');

/** What pandas calls our types. */
const DTYPES = { VARCHAR: 'string', INTEGER: 'Int32', DOUBLE: 'Float64', BOOLEAN: 'boolean' } as const;
const NAMES = Object.keys(TABLES) as TableName[];

const read = z.strictObject({
  types: z.record(z.string(), z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  /** Missing values by column, as pandas counts them where it is not asked for types that know them. */
  plain: z.array(z.int()),
});
type Read = z.infer<typeof read>;

function readByPandas(...paths: string[]): Read[] {
  const script = join(REFERENCES, 'support', 'read_tables.py');
  const { status, stdout, stderr } = spawnSync(python ?? '', [script, ...paths], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => read.parse(JSON.parse(line)));
}

let root: string;
const at = (name: string) => join(root, name);

/** Writes an answer in each format. */
async function exportAll(name: string, sql: string): Promise<void> {
  const output = captureOutput();
  try {
    for (const format of EXPORT_FORMATS)
      await query([at('run'), sql], { export: format, out: at(`${name}.${format}`) });
  } finally {
    output.end();
  }
}

const jsonl = (name: string) =>
  readFileSync(at(`${name}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, Read['rows'][number][number]>);

/** Cells of a CSV file, which may hold commas, quotes and line feeds; null where nothing stands, not even quotes. */
function csv(name: string): (string | null)[][] {
  const text = readFileSync(at(`${name}.csv`), 'utf8');
  const rows: (string | null)[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? (bare === '' ? null : (bare ?? null)));
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-pandas-'));
  const run = openRun(at('run'), testDescription);
  await playTestRun(run, undefined, (session) => session.endsWith('3'), 12);
  run.finish(true);
  for (const name of NAMES) await exportAll(name, `select * from ${name}`);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(python === null)('pandas, through pyarrow, reads', () => {
  it.each(NAMES)('the table %s with its types, and the rows and nulls of our JSON lines and our CSV', (name) => {
    const [exported, stored] = readByPandas(at(`${name}.parquet`), join(at('run'), 'tables', `${name}.parquet`));
    const types = Object.entries<TableColumns<never>[string]>(TABLES[name]).map(([id, { type }]) => [id, DTYPES[type]]);
    expect(stored!.types).toEqual(Object.fromEntries(types));
    expect(exported!.types).toEqual({ run: 'string', ...Object.fromEntries(types) });
    expect(stored!.rows.length).toBeGreaterThan(10);
    expect(exported!.rows.map(([run, ...row]) => [run, row])).toEqual(stored!.rows.map((row) => ['run', row]));
    const ids = Object.keys(exported!.types);
    expect(jsonl(name).map((row) => ids.map((id) => row[id] ?? null))).toEqual(exported!.rows);
    const [header, ...lines] = csv(name);
    expect(header).toEqual(ids);
    expect(lines).toHaveLength(exported!.rows.length);
    for (const [at, row] of exported!.rows.entries())
      expect(lines[at]?.map((cell, place) => (typeof row[place] === 'number' ? Number(cell) : cell))).toEqual(
        row.map((value) => (typeof value === 'boolean' ? String(value) : value)),
      );
    const missing = ids.map((_, place) => exported!.rows.filter((row) => row[place] === null).length);
    expect(exported!.plain).toEqual(missing);
    if (name !== 'cells') expect(missing.some((count) => count > 0)).toBe(true);
  });

  it('whatever an answer holds: empty text and no text, quotes, line feeds, any script, the ends of numbers', async () => {
    await exportAll(
      'odd',
      `select * from (values
        ('', 2147483647, 1.7976931348623157e308::double, true),
        (null, null, null, null),
        ('a "quoted" one, with a comma' || chr(10) || 'and a line', -2147483648, 5e-324::double, false),
        ('日本語 🙂 ' || chr(1), 0, 0.1::double, null)) as t(words, whole, real, truth)`,
    );
    const [odd] = readByPandas(at('odd.parquet'));
    expect(odd!.types).toEqual({ words: 'string', whole: 'Int32', real: 'Float64', truth: 'boolean' });
    expect(odd!.rows).toEqual([
      ['', 2147483647, 1.7976931348623157e308, true],
      [null, null, null, null],
      ['a "quoted" one, with a comma\nand a line', -2147483648, 5e-324, false],
      ['日本語 🙂 \u0001', 0, 0.1, null],
    ]);
    expect(jsonl('odd').map(Object.values)).toEqual(odd!.rows);
    const [, ...lines] = csv('odd');
    expect(lines.map(([words, whole]) => [words, whole])).toEqual(
      odd!.rows.map(([words, whole]) => [words, whole === null ? null : String(whole)]),
    );
  });
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLES, type TableColumns } from '../bench/tables/columns.ts';
import { captureOutput } from '../capture-output.ts';
import { MachineError } from '../runner/exit-code.ts';
import { openRun } from '../runner/open-run.ts';
import { REPOSITORY } from '../runner/repository.ts';
import { playTestRun, testDescription } from '../runner/test-run.ts';
import { openTraces } from '../runner/traces/read-traces.ts';
import { sumOf } from '../shared/numbers.ts';
import { query } from './query.ts';
import { QUESTIONS, timeQuestions } from './speed/many-steps.ts';

let root: string;
const at = (name: string) => join(root, name);
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "deskbench-it's-"));
  for (const [name, sessions] of [
    ['one', 10],
    ['two', 4],
  ] as const) {
    const run = openRun(at(name), testDescription);
    await playTestRun(run, undefined, undefined, sessions);
    run.finish(true);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The answer as rows. */
async function ask(sql: string, ...folders: readonly string[]): Promise<Record<string, unknown>[]> {
  const out = at('answer.jsonl');
  const output = captureOutput();
  try {
    await query([...folders.map(at), sql], { export: 'jsonl', out });
  } finally {
    output.end();
  }
  return readFileSync(out, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function episodes(name: string) {
  const traces = openTraces(at(name));
  try {
    return traces.rows.map((row, place) => ({ row, trace: traces.read(place).trace }));
  } finally {
    traces.close();
  }
}

describe('the tables of runs', () => {
  it('hold every session and step, and add up to what the traces do', async () => {
    const own = episodes('one');
    const [all] = await ask(
      'select count(*)::int n, sum(steps)::int steps, sum(active_ms) ms, sum(wrong_steps)::int wrong from sessions',
      'one',
    );
    const steps = own.flatMap(({ trace }) => trace.steps);
    const wrong = steps.filter(({ logged, closed }) => (closed ?? logged)?.right === false);
    const ms = sumOf(steps, ({ activeMs }) => activeMs);
    expect(all).toEqual({ n: own.length, steps: steps.length, ms, wrong: wrong.length });
    const [bySteps] = await ask(
      'select count(*)::int steps, sum(active_ms) ms, sum((not was_right)::int)::int wrong from steps',
      'one',
    );
    expect(bySteps).toEqual({ steps: steps.length, ms, wrong: wrong.length });
  });

  it('tell runs apart, and cells hold metrics with intervals', async () => {
    const found = await ask('select run, count(*)::int n from sessions group by run order by run', 'one', 'two');
    expect(found).toEqual([
      { run: 'one', n: 60 },
      { run: 'two', n: 24 },
    ]);
    const [cell] = await ask(
      "select estimate, low, high, sessions from cells where metric = 'step_automation' and arm = 'selective' limit 1",
      'one',
    );
    const selective = episodes('one').filter(({ row }) => row.arm === 'selective' && row.play === 'population 1');
    const steps = selective.flatMap(({ trace }) => trace.steps);
    const executed = steps.filter(({ decision }) => decision === 'execute').length;
    expect(cell?.estimate).toBeCloseTo(executed / steps.length, 12);
    expect(cell?.sessions).toBe(selective.length);
    expect(Number(cell?.low)).toBeLessThanOrEqual(Number(cell?.estimate));
    expect(Number(cell?.high)).toBeGreaterThanOrEqual(Number(cell?.estimate));
  });

  it('that cannot be written end the question with what to do, and leave no file that is torn', async () => {
    const folder = join(at('three'), 'tables');
    const run = openRun(at('three'), testDescription);
    await playTestRun(run, undefined, undefined, 2);
    run.finish(true);
    mkdirSync(join(folder, 'steps.parquet.tmp'), { recursive: true });
    const failure = await query([at('three'), 'select 1'], {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MachineError);
    expect((failure as Error).message).toMatch(/steps\.parquet cannot be written: .*Make room, or query a copy/);
    expect(readdirSync(folder).sort()).toEqual(['sessions.parquet', 'steps.parquet.tmp']);
    rmSync(join(folder, 'steps.parquet.tmp'), { recursive: true });
    expect(await ask('select count(*)::int as n from sessions', 'three')).toEqual([{ n: 12 }]);
  });

  it('are made once, and again where the traces are newer', async () => {
    const path = join(at('two'), 'tables', 'steps.parquet');
    await ask('select 1 as one', 'two');
    const before = statSync(path).mtimeMs;
    await ask('select 1 as one', 'two');
    expect(statSync(path).mtimeMs).toBe(before);
  });

  it('of a million steps answer any question within two seconds', async () => {
    for (const [at, seconds] of (await timeQuestions(1_000_000)).entries())
      expect(seconds, QUESTIONS[at]).toBeLessThan(2);
  });
});

describe('bench query', () => {
  const refused = (args: readonly string[], options = {}) => expect(query(args, options)).rejects;

  it('says what is wrong with a question', async () => {
    await refused([at('one'), 'select nothing from steps']).toThrow(/nothing.*The tables are sessions, steps, cells/);
    await refused(['select 1']).toThrow('Name folders of runs');
    await refused([at('nowhere'), 'select 1']).toThrow('holds no traces');
    await refused([at('one'), 'select 1'], { export: 'csv' }).toThrow('--export and --out go together');
  });

  it('prints its answer as a table', async () => {
    const output = captureOutput();
    await query([at('one'), 'select arm, count(*)::int as n from sessions group by arm order by arm'], {});
    const text = output.text();
    output.end();
    expect(text).toMatch(/copilot\s+20\b/);
    expect(text).toContain('3 rows.');
  });
});

it('docs/tables.md says of every column what it holds', () => {
  const page = readFileSync(join(REPOSITORY, 'docs', 'tables.md'), 'utf8');
  for (const [name, columns] of Object.entries<TableColumns<never>>(TABLES)) {
    const rows = Object.entries(columns).map(([id, { type, meaning }]) => `| \`${id}\` | ${type} | ${meaning} |`);
    const table = ['| column | type | what it holds |', '|---|---|---|', ...rows].join('\n');
    expect(page, name).toContain(table);
  }
});

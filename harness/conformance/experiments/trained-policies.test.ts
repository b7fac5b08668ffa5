import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ranged } from '../../../reports/figures/schema.ts';
import { formatValue } from '../../../reports/present/format-value.ts';
import { experiment as corrections } from '../../experiments/corrections/index.ts';
import { experiment as exporting } from '../../experiments/export/index.ts';
import { experiment as gpuCheck } from '../../experiments/gpu-check/index.ts';
import { experiment as models } from '../../experiments/models/index.ts';
import { tableLaws } from './general-laws.ts';
import { estimateIn, expectSaid, expectShown, inWords, plainBlanks } from './recount.ts';
import { type Cells, type SmallRun, smallRun } from './small-runs.ts';

const of = (row: Cells | undefined, id: string) => estimateIn(row?.[id]) ?? Number.NaN;
const percent = (row: Cells | undefined, id: string) => plainBlanks(formatValue('share', of(row, id)));

describe('corrections', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await smallRun(corrections);
  });
  tableLaws(() => run);

  it('shows both sides for every training set, each beside the control of the same logs', () => {
    const [deployed, control, fewer, all, ...others] = run.rows('corrections');
    const [none, some, full] = others;
    expect(run.rows('corrections').map(({ set }) => set)).toEqual([
      'deployed policy (chooses the hard set)',
      'control: all logs, retrained',
      expect.stringMatching(/^control: \d+ % of logs, retrained$/),
      'all logs',
      expect.stringMatching(/^\d+ % of logs \+ 0 % corrections$/),
      expect.stringMatching(/^\d+ % of logs \+ 20 % corrections$/),
      'all logs + as many corrections',
    ]);
    // Operators who never err refuse what is wrong and nothing else.
    expectShown(deployed!, { hard: 0, hard_offered: 0 }, 'deployed');
    const pairs: [Cells | undefined, Cells | undefined][] = [
      [fewer, control],
      [all, control],
      [none, fewer],
      [some, fewer],
      [full, control],
    ];
    for (const [row, base] of pairs)
      for (const id of ['historical', 'hard', 'hard_offered'])
        expectShown(row!, { [`${id}_difference`]: of(row, id) - of(base, id) }, String(row!.set));
    expect([control, all, full].map((row) => row!.logs)).toEqual([control!.logs, control!.logs, control!.logs]);
    expect([fewer, none, some].map((row) => row!.logs)).toEqual([fewer!.logs, fewer!.logs, fewer!.logs]);
    expect(Number(fewer!.logs)).toBeLessThan(Number(control!.logs));
    expect([control, fewer, all, none].map((row) => row!.corrections)).toEqual([0, 0, 0, 0]);
    expect(some!.corrections).toBe(Math.round(0.2 * Number(fewer!.logs)));
    expect(full!.corrections).toBe(some!.corrections);
    // What is taught from is told by its share.
    const share = Math.round((100 * Number(fewer!.logs)) / Number(control!.logs));
    expect(String(some!.set)).toMatch(new RegExp(`^${share} % of logs`));
    expect(of(some, 'hard')).not.toBeCloseTo(of(some, 'historical'), 2);
  });

  it('findings tell each set with corrections beside its control', () => {
    const rows = run.rows('corrections');
    const [deployed, control] = rows;
    expectSaid(
      run.figures.findings,
      `without corrections: ${percent(control, 'hard')} (${control!.set}), ${percent(rows[3], 'hard')} (all logs, the run’s own seed), ${percent(deployed, 'hard')} (deployed policy)`,
    );
    for (const row of rows.filter((one) => Number(one.corrections) > 0))
      expectSaid(
        run.figures.findings,
        `${row.set}, against the control`,
        `hard ${percent(row, 'hard')} (${of(row, 'hard_difference') > 0 ? '+' : ''}${inWords('points', row.hard_difference)}`,
        `historical ${percent(row, 'historical')} (${of(row, 'historical_difference') > 0 ? '+' : ''}${inWords('points', row.historical_difference)}`,
      );
  });
});

describe('models', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await smallRun(models);
  });
  tableLaws(() => run, { untabled: /ahead/ });

  it('findings tell the best and the next of each column, and by how much', () => {
    const rows = run.rows('models');
    const columns = ['tool_accuracy', 'action_accuracy', 'accuracy', 'weighted_f1'];
    expect(rows.map(({ policy }) => policy)).toEqual(['majority', 'markov']);
    for (const [at, id] of columns.entries()) {
      const [best, next] = rows.toSorted((a, b) => of(b, id) - of(a, id));
      expect(best!.policy).toBe('markov');
      const { title } = run.table('models').columns.find((column) => column.id === id)!;
      const said = plainBlanks(run.figures.findings[at]!);
      expect(said).toContain(`Best ${title}: markov, ${percent(best, id)}; next majority, ${percent(next, id)} (`);
      const [, ahead = ''] = /\(([\d.]+) pp/.exec(said) ?? [];
      expect(Math.abs(Number(ahead) - 100 * (of(best, id) - of(next, id)))).toBeLessThan(0.51);
    }
  });

  it('the whole action is right more seldom than its kind, and than what it is called', () => {
    for (const row of run.rows('models')) {
      expect(of(row, 'action_accuracy')).toBeLessThan(of(row, 'tool_accuracy'));
      expect(of(row, 'action_accuracy')).toBeLessThanOrEqual(of(row, 'accuracy'));
      expect(of(row, 'weighted_f1')).toBeLessThan(of(row, 'accuracy'));
      // All are over the sessions that are judged on.
      const over = ['tool_accuracy', 'action_accuracy', 'accuracy', 'weighted_f1'].map((id) => (row[id] as Ranged).of);
      expect(run.figures.split).toContain(`${over[0]} to be judged on`);
      expect(new Set(over).size).toBe(1);
    }
    expect(run.printed).toMatch(/published: supervised 7B/);
  });
});

describe('export', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await smallRun(exporting);
  });
  tableLaws(() => run);

  it('every precision is beside the report, and its row has its size and its loss against the first', () => {
    const rows = run.rows('export');
    const [fp32] = rows;
    expect(rows.map(({ precision }) => precision)).toEqual(['fp32', 'fp16', 'int8']);
    for (const row of rows) {
      const folder = join(run.folder, String(row.precision));
      const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
      // Vocabularies stand beside the model.
      expect(Number(row.mebibytes)).toBeLessThanOrEqual(bytes / 2 ** 20);
      expect(Number(row.mebibytes)).toBeGreaterThan(0.8 * (bytes / 2 ** 20));
      if (row === fp32) {
        // Nothing is lost against itself, and nothing is said of it.
        expectShown(row, { flipped: null, difference: null }, 'fp32');
        expect(run.figures.findings.filter((said) => said.includes('fp32:'))).toEqual([]);
        continue;
      }
      expectShown(row, { difference: of(row, 'action_accuracy') - of(fp32, 'action_accuracy') }, String(row.precision));
      expect(Math.abs(of(row, 'difference'))).toBeLessThanOrEqual(of(row, 'flipped') + 1e-9);
      const size = Math.round((100 * Number(row.mebibytes)) / Number(fp32!.mebibytes));
      expectSaid(
        run.figures.findings,
        `${row.precision}: ${size} % of the size, action accuracy ${inWords('points', row.difference)} against fp32`,
      );
    }
  });
});

describe('gpu-check', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await smallRun(gpuCheck);
  });
  tableLaws(() => run);

  it('finds the CPU equal to itself, and gives no verdict where few decisions were compared', () => {
    const rows = run.rows('gpu-check');
    expect(rows.map(({ model }) => model)).toEqual(['policy ngram', 'critic ngram']);
    for (const row of rows) {
      expect(row).toMatchObject({ provider: 'cpu', sessions: 10, steps: 2, flipped: 0 });
      expect(Number(row.loss_difference)).toBe(0);
      expect(Number(row.score_difference)).toBe(0);
      expect(Number(row.decisions)).toBeGreaterThan(20);
      const few = `The ${row.model} on cpu: no verdict, since ${row.decisions} decisions are too few`;
      expectSaid(run.figures.findings, few);
    }
    expect(run.exitCode).toBe(4);
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDataset } from '../../fixtures/format/write-dataset.ts';
import { type Figures, figuresSchema, type Ranged } from '../../reports/figures/schema.ts';
import { generatedDataset } from '../bench/data/embedded-dataset.ts';
import { populationsOf } from '../bench/data/populations.ts';
import { runCli } from '../test-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-population-'));
const logs = join(folder, 'logs');
afterAll(() => rmSync(folder, { recursive: true }));

const SMALLEST =
  '--no-cache --policy markov --critic max-softmax --target 0.6 --sessions 16 --point-sessions 6 --alpha 0 --beta 0.2 --slip 0';
const SEED = 'alone';

/** One run of settle at its smallest. */
async function settle(seed: string, populations: number, data: readonly string[]): Promise<Figures> {
  const out = mkdtempSync(join(folder, 'out-'));
  const sizes = [...SMALLEST.split(' '), '--traits', '', '--seed', seed, '--populations', String(populations)];
  const { status, text } = await runCli('settle', ...sizes, ...data, '--out', out);
  expect(status, text).toBe(0);
  return figuresSchema.parse(JSON.parse(readFileSync(join(out, 'figures.json'), 'utf8')));
}

/** The cells of a table, row by row. */
function rowsOf({ tables }: Figures, id: string) {
  const found = tables.find((table) => table.id === id);
  if (!found) throw new Error(`The run has no table ${id}.`);
  return found.rows.map(({ cells }) => cells);
}

const isRanged = (cell: unknown): cell is Ranged => typeof cell === 'object' && cell !== null && 'low' in cell;

describe.each([
  { name: 'generated data', data: ['--taught', '0.02'], log: false },
  { name: 'a log', data: ['--logs', logs], log: true },
])('populations of $name', ({ data, log }) => {
  let both: Figures;
  let alone: Figures[];
  const populations = populationsOf(SEED, 2);
  beforeAll(async () => {
    if (log) writeDataset(logs, generatedDataset({ sessions: 60, difficulty: 0.5, seed: SEED }));
    both = await settle(SEED, populations.length, data);
    alone = [];
    for (const { seed } of populations) alone.push(await settle(seed, 1, data));
  }, 900_000);

  it('come to their row of a larger run where each is played by itself, by its seed', () => {
    for (const [at, { seed }] of populations.entries()) {
      const arms = rowsOf(alone[at] as Figures, 'arms').filter(({ operators }) => operators === 'paper');
      const rows = rowsOf(both, 'populations').filter((row) => row.seed === seed);
      expect(rows.map(({ arm }) => arm)).toEqual(['selective, acceptance', 'selective, corrected']);
      for (const { seed: _, ...row } of rows) expect(arms.find(({ arm }) => arm === row.arm)).toMatchObject(row);
    }
  });

  it('give each figure of all arms, points and remedies its ends', () => {
    for (const id of ['arms', 'grid', 'remedies']) {
      const own = alone.map((run) => rowsOf(run, id));
      for (const [place, row] of rowsOf(both, id).entries()) {
        const each = own.map((rows) => rows[place] ?? {});
        for (const { arm } of each) expect(arm).toBe(row.arm);
        for (const [figure, cell] of Object.entries(row).filter(([, value]) => isRanged(value))) {
          const values = each.flatMap((cells) => (cells[figure] as Ranged).estimate ?? []);
          const { low, high } = cell as Ranged;
          expect([low, high], `${id}, ${row.arm}, ${figure}`).toEqual(
            values.length === 0 ? [null, null] : [Math.min(...values), Math.max(...values)],
          );
        }
      }
    }
  });

  it('are not the same', () => {
    const [first, second] = alone.map((run) => JSON.stringify(rowsOf(run, 'arms')));
    expect(first).not.toBe(second);
  });
});

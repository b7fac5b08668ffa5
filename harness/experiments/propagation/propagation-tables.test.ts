import { expect, it } from 'vitest';
import type { MeasuredSetting } from './measure-setting.ts';
import { firstErrorsTable, guardsTable, headTable, settingsTable } from './propagation-tables.ts';

const TEXTS = ['operators', 'world', 'setting', 'gate'];
const columns = settingsTable([]).columns.filter(({ id }) => !TEXTS.includes(id));
/** Figures of which no two are equal, by the names of their columns. */
const figures = Object.fromEntries(
  columns.map(({ id, unit }, at) => [
    id,
    unit === 'count' && !['depth', 'healed', 'delay'].includes(id) ? at : { estimate: at, low: at, high: at, of: 1 },
  ]),
);
const row = (grid: object | null) =>
  ({
    setting: { name: 'copilot', gate: null, point: { operators: 'clean', world: 'calm', grid } },
    figures,
  }) as unknown;
const rows = [row(null), row({ alpha: 0, beta: 0, slip: 0 })] as MeasuredSetting[];

it('every column shows the figure that it is named after', () => {
  for (const table of [headTable(rows), firstErrorsTable(rows), settingsTable(rows), guardsTable(rows)])
    for (const { cells } of table.rows)
      for (const [id, cell] of Object.entries(cells))
        if (!TEXTS.includes(id)) expect([id, cell]).toEqual([id, figures[id]]);
});

it('only the report has the grid', () => {
  const counts = [headTable, firstErrorsTable, settingsTable, guardsTable].map((table) => table(rows).rows.length);
  expect(counts).toEqual([1, 1, 2, 2]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import { goalsTable } from './goals-table.ts';

const { rows } = goalsTable();
const reference = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'reference.md'), 'utf8');

it('names every input that was calibrated, and no other', () => {
  const named = new Set(rows.flatMap(({ cells }) => String(cells.input).split('; ')));
  const calibrated = PAPER_PRESET.inputs.filter(({ basis }) => basis === 'calibrated').map(({ name }) => name);
  expect([...named].sort()).toEqual(calibrated.sort());
});

it('gives the published figures of the reference, and the source that stands there', () => {
  for (const { cells } of rows) expect(reference).toContain(String(cells.source));
  const [automated, human, selective, end, pipeline] = rows.map(({ cells }) => String(cells.published));
  expect(automated).toMatch(/^45\.0\s%$/);
  expect(human).toMatch(/^227\ss$/);
  expect(selective).toMatch(/^139\ss$/);
  // As PAPER_PRESET quotes them: 20 % and 16 % less.
  expect(end).toMatch(/^−20\.0\s%$/);
  expect(pipeline).toMatch(/^−16\.0\s%$/);
});

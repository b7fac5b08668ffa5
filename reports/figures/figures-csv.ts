import { stringify } from 'csv-stringify/sync';
import { singleLine } from '../present/single-line.ts';
import type { FigureCell, FigureColumn, FigureTable } from './schema.ts';

// A spreadsheet runs what begins so, also after spaces or quotes, and in the full-width forms.
const FORMULA = /^[\s"'`]*[=+\-@|%\uff0b\uff0d\uff1d\uff20]/;

/** Text of a CSV field that is data wherever the file is opened: one that would run as a formula gets an apostrophe. */
export function textField(text: string): string {
  const line = singleLine(text);
  return FORMULA.test(line) ? `'${line}` : line;
}

/**
 * A table as CSV: one row a row, its kind first; a ranged column has its interval in two columns beside it, and in a third
 * (`_of`) how many sessions it is over, where a row says so. Shares in
 * [0, 1], times in milliseconds, empty where there is nothing to say. No text can run as a formula.
 */
export function figuresCsv(table: FigureTable): string {
  const counted = new Set(
    table.columns.filter(({ id }) => table.rows.some((row) => ofHowMany(row.cells[id]) !== null)),
  );
  const headings = [
    'kind',
    ...table.columns.flatMap((column) => [...headingsOf(column), ...(counted.has(column) ? [`${column.id}_of`] : [])]),
  ];
  const rows = table.rows.map(({ kind, cells }) => [
    kind,
    ...table.columns.flatMap((column) => [
      ...fieldsOf(cells[column.id] ?? null, column),
      ...(counted.has(column) ? [ofHowMany(cells[column.id])] : []),
    ]),
  ]);
  return stringify([headings, ...rows], { record_delimiter: 'unix' });
}

/** Null: it does not say. */
const ofHowMany = (cell: FigureCell | undefined): number | null =>
  cell !== null && typeof cell === 'object' ? (cell.of ?? null) : null;

const headingsOf = ({ id, ranged }: FigureColumn) => (ranged ? [id, `${id}_low`, `${id}_high`] : [id]);

function fieldsOf(cell: FigureCell, { ranged }: FigureColumn): (string | number | null)[] {
  const isRange = cell !== null && typeof cell === 'object';
  const value = isRange ? cell.estimate : typeof cell === 'string' ? textField(cell) : cell;
  if (!ranged) return [value];
  return isRange ? [value, cell.low, cell.high] : [value, null, null];
}

import { stringify } from 'csv-stringify/sync';
import { textField } from '../render/csv/text-field.ts';
import type { FigureCell, FigureColumn, FigureTable } from './schema.ts';

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

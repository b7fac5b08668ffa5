import type { FigureCell, FigureTable } from '../schema.ts';

/** What each row of a table shows, by column: estimates without their intervals. */
export const shownRows = ({ rows }: FigureTable): Record<string, string | number | null>[] =>
  rows.map(({ cells }) => Object.fromEntries(Object.entries(cells).map(([id, cell]) => [id, bare(cell)])));

const bare = (cell: FigureCell) => (cell !== null && typeof cell === 'object' ? cell.estimate : cell);

/** The units of a table's columns, by column. */
export const unitsOf = ({ columns }: FigureTable): Record<string, string> =>
  Object.fromEntries(columns.map(({ id, unit }) => [id, unit]));

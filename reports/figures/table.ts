import type { FigureCell, FigureColumn, FigureTable, Ranged } from './schema.ts';

type Unit = FigureColumn['unit'];

/** One column: what it is called, what it means and what it shows of a row, in one place. */
export interface Column<Row> extends Omit<FigureColumn, 'id'> {
  readonly of: (row: Row) => FigureCell | undefined;
}

/** Columns by id, in the order in which they are shown. */
export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

interface More {
  /** What it means, where the title alone does not say it. One sentence. */
  readonly definition?: string;
  /** For the files and the page's full table: the terminal and the page's first view leave it out. */
  readonly detail?: boolean;
  /** Whether two equal runs may differ in it, as in times. */
  readonly measured?: boolean;
  /** One of what its estimates are over, such as `run`. Absent: sessions. */
  readonly over?: string;
}

function column<Row>(
  title: string,
  unit: Unit,
  ranged: boolean,
  of: Column<Row>['of'],
  { measured = false, ...more }: More,
): Column<Row> {
  return { title, unit, ranged, measured, ...more, of };
}

/** A column of words. */
export const text = <Row>(title: string, of: (row: Row) => string | null | undefined, more: More = {}): Column<Row> =>
  column(title, 'text', false, of, more);

/** A column of numbers without intervals. */
export const plain = <Row>(
  title: string,
  unit: Unit,
  of: (row: Row) => number | null | undefined,
  more: More = {},
): Column<Row> => column(title, unit, false, of, more);

/** A column of estimates with their intervals. */
export const ranged = <Row>(
  title: string,
  unit: Unit,
  of: (row: Row) => Ranged | number | null | undefined,
  more: More = {},
): Column<Row> => column(title, unit, true, of, more);

/** The columns of another row that each row holds. */
export function within<Outer, Inner>(columns: Columns<Inner>, inner: (row: Outer) => Inner | null): Columns<Outer> {
  const entries = Object.entries(columns).map(([id, { of, ...one }]): [string, Column<Outer>] => [
    id,
    {
      ...one,
      of: (row) => {
        const found = inner(row);
        return found === null ? null : of(found);
      },
    },
  ]);
  return Object.fromEntries(entries);
}

/** Some of the columns, in the order named. */
export function pick<Row>(columns: Columns<Row>, ...ids: readonly string[]): Columns<Row> {
  return Object.fromEntries(
    ids.map((id) => {
      const found = columns[id];
      if (!found) throw new Error(`There is no column "${id}": use ${Object.keys(columns).join(', ')}.`);
      return [id, found];
    }),
  );
}

export interface TableInput<Row> extends Pick<FigureTable, 'id' | 'title'> {
  /** How to read it: sentences. */
  readonly caption: string | readonly string[];
  readonly columns: Columns<Row>;
  readonly rows: readonly Row[];
  /** Rows that nothing was measured for: others' figures, and reasons why there is none. */
  readonly others?: readonly FigureTable['rows'][number][];
  /** Whether it is shown on the terminal; it is where nothing is said. */
  readonly terminal?: boolean;
  /** Whether the page shows it closed, below all others. */
  readonly detail?: boolean;
}

/** A table from its columns and rows. */
export function table<Row>({
  id,
  title,
  caption,
  columns,
  rows,
  others = [],
  detail,
  terminal = !detail,
}: TableInput<Row>): FigureTable {
  const entries = Object.entries(columns);
  return {
    id,
    title,
    caption: typeof caption === 'string' ? caption : caption.join(' '),
    columns: entries.map(([name, { of: _, ...one }]) => ({ id: name, ...one })),
    rows: [
      ...rows.map((row) => ({
        kind: 'measured' as const,
        cells: Object.fromEntries(
          entries.flatMap(([name, { of }]) => {
            const cell = of(row);
            return cell === undefined ? [] : [[name, cell] as const];
          }),
        ),
      })),
      ...others,
    ],
    terminal,
    ...(detail && { detail }),
  };
}

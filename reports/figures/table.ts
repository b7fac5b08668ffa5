import type { FigureCell, FigureColumn, FigureTable, Ranged } from './schema.ts';

type Unit = FigureColumn['unit'];
type Kind = FigureTable['rows'][number]['kind'];

/** One column: what it is called, what it means and what it shows of a row, in one place. */
export interface Column<Row> extends Omit<FigureColumn, 'id'> {
  readonly of: (row: Row) => FigureCell | undefined;
}

/** Columns by id, in the order in which they are shown. */
export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

/** Sentences, one an item. */
type Sentences = string | readonly string[];

/** What a column shows of a row: a function of the row, or the name of its field. */
type Accessor<Row, Value> = ((row: Row) => Value | null | undefined) | FieldOf<Row, Value | null | undefined>;
type FieldOf<Row, Value> = { [Key in keyof Row]-?: Row[Key] extends Value ? Key : never }[keyof Row];

/** What a column means, where its title alone does not say it; with more in an object. */
type About = Sentences | More;

interface More {
  readonly definition?: Sentences;
  /** For the files and the page's full table: the terminal and the page's first view leave it out. */
  readonly detail?: boolean;
  /** Whether two equal runs may differ in it, as in times. */
  readonly measured?: boolean;
  /** One of what its estimates are over, such as `run`. Absent: sessions. */
  readonly over?: string;
}

const isSentences = (about: About): about is Sentences => typeof about === 'string' || Array.isArray(about);

const joined = (sentences: Sentences) => (typeof sentences === 'string' ? sentences : sentences.join(' '));

function column<Row>(
  title: string,
  unit: Unit,
  isRanged: boolean,
  of: ((row: Row) => FigureCell | undefined) | keyof Row,
  about: About,
): Column<Row> {
  const { measured = false, definition, ...more } = isSentences(about) ? { definition: about } : about;
  const cell = typeof of === 'function' ? of : (row: Row) => row[of] as FigureCell | undefined;
  const meaning = definition === undefined ? {} : { definition: joined(definition) };
  return { title, unit, ranged: isRanged, measured, ...meaning, ...more, of: (row) => bare(cell(row)) };
}

/** An estimate may know more of itself than a cell shows. */
function bare(cell: FigureCell | undefined): FigureCell | undefined {
  if (cell === null || typeof cell !== 'object') return cell;
  const { estimate, low, high, of } = cell;
  return { estimate, low, high, ...(of === undefined ? {} : { of }) };
}

/** A column of words. */
export const text = <Row>(title: string, of: Accessor<Row, string>, about: About = {}): Column<Row> =>
  column(title, 'text', false, of, about);

/** A column of numbers without intervals. */
export const plain = <Row>(title: string, unit: Unit, of: Accessor<Row, number>, about: About = {}): Column<Row> =>
  column(title, unit, false, of, about);

/** A column of estimates with their intervals. */
export const ranged = <Row>(
  title: string,
  unit: Unit,
  of: Accessor<Row, Ranged | number>,
  about: About = {},
): Column<Row> => column(title, unit, true, of, about);

/** The columns of another row that each row holds. */
export function within<Outer, Inner>(
  columns: Columns<Inner>,
  inner: (row: Outer) => Inner | null | undefined,
): Columns<Outer> {
  const entries = Object.entries(columns).map(([id, { of, ...one }]): [string, Column<Outer>] => [
    id,
    {
      ...one,
      of: (row) => {
        const found = inner(row);
        return found == null ? null : of(found);
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

/** The columns as detail, or over something else than sessions. */
export const having = <Row>(more: Pick<More, 'detail' | 'over'>, columns: Columns<Row>): Columns<Row> =>
  Object.fromEntries(Object.entries(columns).map(([id, one]) => [id, { ...one, ...more }]));

/** Rows that nothing was measured for: others' figures (`published`), or why there are none (`reason`). */
export const unmeasured = (
  kind: 'published' | 'reason',
  cells: readonly Readonly<Record<string, FigureCell>>[],
): FigureTable['rows'] => cells.map((one) => ({ kind, cells: one }));

export interface TableInput<Row> extends Pick<FigureTable, 'id' | 'title'> {
  /** How to read it. What one column means is said in the column. */
  readonly caption: Sentences;
  readonly columns: Columns<Row>;
  readonly rows: readonly Row[];
  /** What a row is, where it may be something else than measured. */
  readonly kind?: (row: Row) => Kind;
  /** Rows for the files and the page's full table only. */
  readonly detailRow?: (row: Row) => boolean;
  /** Rows that nothing was measured for, below the others. */
  readonly others?: FigureTable['rows'];
  /** Whether it is shown on the terminal; it is where nothing is said. */
  readonly terminal?: boolean;
  /** Whether the page shows it closed, below all others. */
  readonly detail?: boolean;
}

/** A table from its columns and rows. */
export function table<Row>(input: TableInput<Row>): FigureTable {
  const { id, title, caption, rows, kind, detailRow, others = [], detail, terminal = !detail } = input;
  const columns = Object.entries(input.columns);
  const cellsOf = (row: Row) =>
    columns.flatMap(([name, { of }]) => {
      const cell = of(row);
      return cell === undefined ? [] : [[name, cell] as const];
    });
  return {
    id,
    title,
    caption: joined(caption),
    columns: columns.map(([name, { of: _, ...one }]) => ({ id: name, ...one })),
    rows: [
      ...rows.map((row) => ({
        kind: kind?.(row) ?? ('measured' as const),
        ...(detailRow?.(row) && { detail: true }),
        cells: Object.fromEntries(cellsOf(row)),
      })),
      ...others,
    ],
    terminal,
    ...(detail && { detail }),
  };
}

/** A table without its details: what the terminal and the page show first. */
export const firstView = (whole: FigureTable): FigureTable => ({
  ...whole,
  columns: whole.columns.filter((one) => !one.detail),
  rows: whole.rows.filter((row) => !row.detail),
});

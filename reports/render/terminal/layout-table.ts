import { textWidth } from '../../../harness/contract/text-width.ts';

/** Looks that a terminal text can have. */
type Look = 'strong' | 'quiet' | 'good' | 'bad' | 'plain';
export type Paint = (look: Look, text: string) => string;

const CODES: Readonly<Record<Exclude<Look, 'plain'>, string>> = { strong: '1', quiet: '2', good: '32', bad: '31' };

/** Colours for a terminal that takes them; without colour the texts stay as they are. */
export function paintFor(colour: boolean): Paint {
  if (!colour) return (_look, text) => text;
  return (look, text) => (look === 'plain' || text === '' ? text : `\u001b[${CODES[look]}m${text}\u001b[0m`);
}

/** A column: two lines of heading and one cell for each row. */
export interface TextColumn {
  readonly heading: readonly [string, string];
  readonly align: 'left' | 'right';
  readonly cells: readonly TableCell[];
}

/** A value and, after it, a quieter addition such as its interval. */
interface TableCell {
  readonly text: string;
  readonly quiet?: string;
  readonly look?: Look;
}

const GAP = '  ';

/**
 * Columns as lines of at most `width` characters. Where they do not fit side by side, the table continues below with
 * the key columns repeated.
 */
export function layoutTable(
  keys: readonly TextColumn[],
  columns: readonly TextColumn[],
  options: { readonly width: number; readonly paint: Paint },
): string[] {
  const room = options.width - keys.reduce((sum, column) => sum + columnWidth(column) + GAP.length, 0);
  const parts = splitColumns(columns, room);
  return parts.flatMap((part, index) => [
    ...(index > 0 ? [''] : []),
    ...drawColumns([...keys, ...part], options.paint),
  ]);
}

/** Columns in as few parts as fit the room, and these as even as that allows. */
function splitColumns(columns: readonly TextColumn[], room: number): TextColumn[][] {
  const widths = columns.map((column) => columnWidth(column) + GAP.length);
  const fits = (from: number, to: number) =>
    to - from <= 1 || widths.slice(from, to).reduce((sum, width) => sum + width, -GAP.length) <= room;
  for (let count = 1; count < columns.length; count++) {
    const size = Math.ceil(columns.length / count);
    const starts = columns.map((_, i) => i).filter((i) => i % size === 0);
    if (starts.every((start) => fits(start, Math.min(start + size, columns.length))))
      return starts.map((start) => columns.slice(start, start + size));
  }
  return columns.map((column) => [column]);
}

function columnWidth(column: TextColumn): number {
  const [values, additions] = partWidths(column);
  const body = values + (additions > 0 ? additions + 1 : 0);
  return Math.max(body, ...column.heading.map(textWidth));
}

/** Widths of the values and of their additions, which are aligned each for itself. */
function partWidths(column: TextColumn): [number, number] {
  return [
    Math.max(0, ...column.cells.map((cell) => textWidth(cell.text))),
    Math.max(0, ...column.cells.map((cell) => textWidth(cell.quiet ?? ''))),
  ];
}

function drawColumns(columns: readonly TextColumn[], paint: Paint): string[] {
  const widths = columns.map(columnWidth);
  const rows = Math.max(0, ...columns.map((column) => column.cells.length));
  const join = (parts: readonly string[]) => parts.join(GAP).trimEnd();
  const headings = ([0, 1] as const)
    .map((line) => columns.map((column, i) => padTo(column.heading[line], widths[i]!, column.align)))
    .filter((parts) => parts.some((part) => part.trim() !== ''))
    .map((parts) => paint('strong', join(parts)));
  const rule = paint('quiet', widths.map((width) => '─'.repeat(width)).join(GAP));
  const lines = Array.from({ length: rows }, (_, row) =>
    join(columns.map((column, i) => drawCell(column, column.cells[row], widths[i]!, paint))),
  );
  return [...headings, rule, ...lines];
}

function drawCell(column: TextColumn, cell: TableCell | undefined, width: number, paint: Paint): string {
  const { text = '', quiet = '', look = 'plain' } = cell ?? {};
  const [values, additions] = partWidths(column);
  const value = paint(look, padTo(text, values, column.align));
  const content = additions > 0 ? `${value} ${paint('quiet', padTo(quiet, additions, 'right'))}` : value;
  const spare = ' '.repeat(Math.max(0, width - values - (additions > 0 ? additions + 1 : 0)));
  return column.align === 'left' ? content + spare : spare + content;
}

function padTo(text: string, width: number, align: 'left' | 'right'): string {
  const spare = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + spare : spare + text;
}

import { textWidth } from '../../../harness/contract/text-width.ts';
import { wrapText } from './wrap-text.ts';

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

/** A value, which may have several lines, and after its first line a quieter addition such as its interval. */
interface TableCell {
  readonly text: string;
  readonly quiet?: string;
  readonly look?: Look;
}

const GAP = '  ';

/** Room that texts leave for what stands beside them, where they are wrapped. */
const LEAST_BESIDE = 20;
const LEAST_COLUMN = 8;

/**
 * Columns as lines of at most `width` characters. Where they do not fit side by side, the table continues below with
 * the key columns repeated. Texts that leave no room for that are wrapped, and long headings cut.
 */
export function layoutTable(
  keys: readonly TextColumn[],
  columns: readonly TextColumn[],
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const numbers = columns.filter(({ align }) => align === 'right').map(columnWidth);
  const beside = columns.length === 0 ? 0 : Math.max(LEAST_BESIDE, ...numbers) + GAP.length;
  const narrowKeys = narrowed(keys, width - beside);
  const room = width - narrowKeys.reduce((sum, column) => sum + columnWidth(column) + GAP.length, 0);
  const parts = splitColumns(
    columns.flatMap((column) => narrowed([column], room)),
    room,
  );
  if (parts.length === 0) return drawColumns(narrowKeys, paint);
  return parts.flatMap((part, index) => [...(index > 0 ? [''] : []), ...drawColumns([...narrowKeys, ...part], paint)]);
}

/** Columns whose texts are wrapped so that they fit side by side, the widest most. */
function narrowed(columns: readonly TextColumn[], room: number): TextColumn[] {
  const widths = columns.map((column) => Math.min(columnWidth(column), Math.max(room, LEAST_COLUMN)));
  const taken = () => widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  while (taken() > room && Math.max(...widths) > LEAST_COLUMN) widths[widths.indexOf(Math.max(...widths))]!--;
  return columns.map((column, at) => (widths[at]! < columnWidth(column) ? narrow(column, widths[at]!) : column));
}

function narrow(column: TextColumn, width: number): TextColumn {
  const [first, second] = wrapText(column.heading.join(' ').trim(), width);
  return {
    ...column,
    heading: second === undefined ? ['', first ?? ''] : [first ?? '', second],
    cells: column.cells.map((cell) =>
      cell.quiet === undefined || cell.quiet === '' ? { ...cell, text: wrapText(cell.text, width).join('\n') } : cell,
    ),
  };
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
    Math.max(0, ...column.cells.flatMap((cell) => linesOf(cell).map(textWidth))),
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
  const lines = Array.from({ length: rows }, (_, row) => {
    const height = Math.max(1, ...columns.map(({ cells }) => linesOf(cells[row]).length));
    return Array.from({ length: height }, (_, line) =>
      join(columns.map((column, i) => drawCell(column, cellLine(column.cells[row], line), widths[i]!, paint))),
    );
  });
  return [...headings, rule, ...lines.flat()];
}

const linesOf = (cell: TableCell | undefined): string[] => (cell?.text ?? '').split('\n');

/** One line of a cell; its addition stands after the first. */
function cellLine(cell: TableCell | undefined, line: number): TableCell {
  const text = linesOf(cell)[line] ?? '';
  return line === 0 ? { ...cell, text } : { ...cell, text, quiet: '' };
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

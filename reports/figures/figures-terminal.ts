import { disarmCommands } from '../../harness/contract/printable.ts';
import { countOf } from '../present/format-value.ts';
import { singleLine } from '../present/single-line.ts';
import { layoutTable, type Paint, paintFor, type TextColumn } from '../render/terminal/layout-table.ts';
import { wrapText } from '../render/terminal/wrap-text.ts';
import { formatCell } from './format-cell.ts';
import type { FigureColumn, Figures, FigureTable } from './schema.ts';
import { firstView } from './table.ts';

export interface FiguresTerminalOptions {
  /** Columns of the terminal. Range: taken as at least 60. */
  readonly width: number;
  readonly colour: boolean;
  /** Files that the run wrote, in the order to show them. */
  readonly files?: readonly string[];
}

interface Output {
  readonly width: number;
  readonly paint: Paint;
}

/** What the run says on a terminal. Ends with a line feed; nothing in it can steer the terminal or a CI service. */
export function figuresTerminal(figures: Figures, options: FiguresTerminalOptions): string {
  const output = { width: Math.max(60, options.width), paint: paintFor(options.colour) };
  const sections = [
    heading(figures, output),
    ...figures.tables
      .filter(({ terminal }) => terminal)
      .map(firstView)
      .filter(({ rows }) => rows.length > 0)
      .map((table) => tableLines(table, output)),
    figures.complete ? [] : [output.paint('bad', 'INCOMPLETE: something that was asked for could not be run.')],
    list('Findings', figures.findings, output),
    whereToLook(figures, options.files ?? [], output),
  ];
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => ['', ...section]);
  return disarmCommands(`${lines.join('\n')}\n`);
}

/** One table as a terminal shows it, without the columns and rows that are detail. */
export function tableTerminal(table: FigureTable, { width, colour }: FiguresTerminalOptions): string {
  const output = { width: Math.max(60, width), paint: paintFor(colour) };
  return disarmCommands(`${tableLines(firstView(table), output).join('\n')}\n`);
}

/** A list under a title as a terminal shows it. Empty where there is nothing to list. */
export function listTerminal(title: string, items: readonly string[], options: FiguresTerminalOptions): string {
  const output = { width: Math.max(60, options.width), paint: paintFor(options.colour) };
  return disarmCommands(
    list(title, items, output)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

function heading({ question, experiment, dataset, run }: Figures, { width, paint }: Output): string[] {
  const facts = `${experiment}: ${dataset.name}, ${countOf(dataset.sessions, 'session')}, seed ${run.seed}`;
  return [
    ...wrapText(singleLine(question), width).map((line) => paint('strong', line)),
    ...wrapText(singleLine(facts), width).map((line) => paint('quiet', line)),
  ];
}

/** What a column's numbers are in: it stands in the heading, so that more columns fit side by side. */
const UNIT = /\u202f(%|pp|s)$/;

function tableLines(table: FigureTable, { width, paint }: Output): string[] {
  const rows = table.rows.filter(({ kind }) => kind !== 'reason');
  const columns = table.columns.map((column): TextColumn => {
    const cells = rows.map(({ kind, cells: row }) => {
      const { value, interval } = formatCell(row[column.id], column);
      return {
        text: column.unit === 'text' ? value : value.replace(UNIT, ''),
        quiet: interval,
        look: kind === 'measured' ? ('plain' as const) : ('quiet' as const),
      };
    });
    const units = rows.map(({ cells: row }) => UNIT.exec(formatCell(row[column.id], column).value)?.[1]);
    const unit = (column.unit !== 'text' && units.find((one) => one !== undefined)) || '';
    return {
      heading: twoLines(`${column.title} ${unit}`.trim()),
      align: column.unit === 'text' ? 'left' : 'right',
      cells,
    };
  });
  const keys = table.columns.findIndex(({ unit }) => unit !== 'text');
  const split = Math.max(keys, 1);
  return [
    ...titleLines(table.title, { width, paint }),
    ...layoutTable(columns.slice(0, split), columns.slice(split), { width, paint }),
    ...reasons(table)
      .flatMap((line) => wrapText(line, width, '  – '))
      .map((line) => paint('quiet', line)),
    ...wrapText(singleLine(table.caption), width).map((line) => paint('quiet', line)),
  ];
}

/** Why there is no figure, below the table: in a column it would widen every row. */
function reasons({ rows, columns }: FigureTable): string[] {
  const texts = columns.filter(({ unit }) => unit === 'text');
  const lines = rows
    .filter(({ kind }) => kind === 'reason')
    .map(({ cells }) => texts.flatMap(({ id }) => (cells[id] ? [singleLine(String(cells[id]))] : [])).join(': '));
  return [...new Set(lines)];
}

/** A heading on two lines of about the same length. */
function twoLines(title: FigureColumn['title']): [string, string] {
  const words = singleLine(title).split(' ');
  if (words.length === 1) return ['', words[0] ?? ''];
  const cut = words.findIndex((_, i) => words.slice(0, i + 1).join(' ').length >= title.length / 2);
  const at = Math.max(1, Math.min(words.length - 1, cut));
  return [words.slice(0, at).join(' '), words.slice(at).join(' ')];
}

/** The page first; the notes are read there. */
function whereToLook(
  { tables, plots, notes }: Figures,
  [page, ...others]: readonly string[],
  output: Output,
): string[] {
  if (page === undefined) return [];
  const held = [countOf(tables.length, 'table'), countOf(plots.length, 'plot'), countOf(notes.length, 'note')];
  const names = others.map((path) => path.split(/[\\/]/).at(-1) ?? path);
  const tableFiles = names.filter((name) => name.endsWith('.csv'));
  const beside = [
    ...names.filter((name) => !tableFiles.includes(name)),
    `${countOf(tableFiles.length, 'table')} as CSV`,
  ];
  return list('Where to look', [`${page}: ${held.join(', ')}`, `beside it: ${beside.join(', ')}`], output);
}

function titleLines(title: string, { width, paint }: Output): string[] {
  return wrapText(singleLine(title), width).map((line) => paint('strong', line));
}

function list(title: string, items: readonly string[], { width, paint }: Output): string[] {
  if (items.length === 0) return [];
  return [
    ...titleLines(title, { width, paint }),
    ...items.flatMap((item) => wrapText(singleLine(item), width, '  • ')),
  ];
}

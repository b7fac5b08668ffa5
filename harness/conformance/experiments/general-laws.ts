import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { figurePlot } from '../../../reports/figures/curves-plot.ts';
import { formatCell } from '../../../reports/figures/format-cell.ts';
import type { FigureCell, FigureColumn, FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { unsoundFigures } from '../../../reports/figures/unsound-figures.ts';
import { formatNumber } from '../../../reports/present/format-value.ts';
import { estimateIn, plainBlanks } from './recount.ts';
import type { SmallRun } from './small-runs.ts';

export interface Exceptions {
  /** Pairs of tables in which the same words stand for different things, such as those of the two loops. */
  readonly apart?: readonly (readonly [string, string])[];
  /** Findings that tell what no table shows, such as one arm against another. */
  readonly untabled?: RegExp;
}

/** What holds of the tables of every experiment. */
export function tableLaws(runOf: () => SmallRun, exceptions: Exceptions = {}): void {
  cellLaws(runOf, exceptions);
  wordLaws(runOf, exceptions);
  fileLaws(runOf);
}

function cellLaws(runOf: () => SmallRun, { apart = [] }: Exceptions): void {
  it('ends as it should, and its tables hold nothing that cannot be', () => {
    const { figures } = runOf();
    expect(unsoundFigures(figures)).toEqual([]);
    for (const { id, columns, rows } of figures.tables) {
      const known = new Set(columns.map((column) => column.id));
      for (const { cells } of rows)
        expect(
          Object.keys(cells).filter((name) => !known.has(name)),
          id,
        ).toEqual([]);
    }
  });

  it('an estimate is over no more sessions than its row has, and none is over none', () => {
    for (const { id, columns, rows } of runOf().figures.tables)
      for (const { kind, cells } of rows)
        for (const { id: name, over } of columns) {
          const cell = cells[name];
          if (kind !== 'measured' || cell === null || typeof cell !== 'object') continue;
          if (cell.estimate === null) expect(cell.of ?? 0, `${id}, ${name}`).toBe(0);
          else if (over === undefined && typeof cells.sessions === 'number')
            expect(cell.of, `${id}, ${name}`).toBeLessThanOrEqual(cells.sessions);
        }
  });

  it('the same figure of the same row is the same in every table', () => {
    const { tables } = runOf().figures;
    for (const [at, one] of tables.entries())
      for (const other of tables.slice(at + 1))
        if (!apart.some((pair) => pair.includes(one.id) && pair.includes(other.id))) expectAgreed(one, other);
  });
}

function wordLaws(runOf: () => SmallRun, { untabled }: Exceptions): void {
  it('every estimate that a finding tells with its interval stands in a table', () => {
    const { figures } = runOf();
    const shown = new Set(figures.tables.flatMap(shownIn));
    for (const finding of figures.findings)
      for (const [told] of plainBlanks(finding).matchAll(ESTIMATE))
        if (!shown.has(told) && !untabled?.test(finding)) expect(told, finding).toBe('in a table');
  });

  it('counts and nouns agree, and no number shows how it is stored', () => {
    const { figures } = runOf();
    for (const text of wordsOf(figures).map(plainBlanks)) {
      expect(text).not.toMatch(ONE_OF_MANY);
      expect(text).not.toMatch(/\d\.\d{9,}/);
    }
  });

  it('times that were fitted are of the sessions that teach', () => {
    const { notes, split } = runOf().figures;
    const [, fitted] = /fitted to .* in (\d+) logged sessions/.exec(notes.join(' ')) ?? [];
    if (fitted !== undefined) expect(split).toContain(`train ${fitted}`);
  });
}

function fileLaws(runOf: () => SmallRun): void {
  it('pictures draw every estimate within its interval, and nothing beyond their axes', () => {
    for (const plot of runOf().figures.plots) {
      const spec = JSON.stringify(figurePlot(plot)?.spec ?? {});
      const places = [...spec.matchAll(/\{[^{}]*"label":[^{}]*\}/g)].map(([text]) => JSON.parse(text) as Drawn);
      const [, least] = /"domainMin":([-\d.e]+)/.exec(spec) ?? [];
      const [, most] = /"domainMax":([-\d.e]+)/.exec(spec) ?? [];
      for (const { x, y, xLow, xHigh, yLow, yHigh, low, high } of places) {
        if (typeof y !== 'number') continue;
        for (const [from, at, to] of [
          [low ?? yLow ?? y, y, high ?? yHigh ?? y],
          ...(typeof x === 'number' ? [[xLow ?? x, x, xHigh ?? x]] : []),
        ] as [number, number, number][]) {
          expect(from, plot.id).toBeLessThanOrEqual(at);
          expect(at, plot.id).toBeLessThanOrEqual(to);
        }
        if (least !== undefined && plot.kind === 'bands') expect(Number(least), plot.id).toBeLessThanOrEqual(low ?? y);
        if (most !== undefined && plot.kind === 'bands')
          expect(Number(most), plot.id).toBeGreaterThanOrEqual(high ?? y);
      }
    }
  });

  it('its CSVs hold the rows of its tables, number by number', () => {
    const { folder, figures } = runOf();
    for (const table of figures.tables) {
      const [heading = '', ...lines] = parseCsv(readFileSync(join(folder, `${table.id}.csv`), 'utf8'));
      expect(lines, table.id).toHaveLength(table.rows.length);
      for (const { id, ranged } of table.columns)
        for (const [at, line] of lines.entries()) {
          const cell = table.rows[at]!.cells[id];
          const value = line[heading.indexOf(id)];
          const estimate = typeof cell === 'string' ? cell : estimateIn(cell);
          if (typeof estimate === 'number') expect(Number(value), `${table.id}.csv, ${id}`).toBe(estimate);
          if (ranged && cell !== null && typeof cell === 'object' && cell.low !== null)
            expect(Number(line[heading.indexOf(`${id}_low`)]), `${table.id}.csv, ${id}`).toBe(cell.low);
        }
    }
  });
}

/** A point of a picture; not all have all. */
type Drawn = Readonly<
  Record<'x' | 'y' | 'xLow' | 'xHigh' | 'yLow' | 'yHigh' | 'low' | 'high', number | null | undefined>
>;

/** A number with its unit and its interval. */
const ESTIMATE = /[−+]?[\d,.]+ (?:% |pp |min |s |ms )?\[[^\]]+\]/g;

/** `1 runs`. Not `1 of 3 runs`, `0.1 sessions` or `above 1 errors breed`. */
const NOUNS =
  'case|check|day|episode|error|example|fold|group|metric|operator|point|population|rollout|run|session|setting|step|twin';
const ONE_OF_MANY = new RegExp(
  `(?<![\\d.,]|above |below )\\b1 (?:independent |noise |held-out |logged )?(?:${NOUNS})s\\b`,
);

/** All that a run says: its question, findings and notes, and what its tables say beside numbers. */
function wordsOf({ question, split, findings, notes, tables }: SmallRun['figures']): string[] {
  const cells = tables.flatMap(({ title, caption, rows }) => [
    title,
    caption ?? '',
    ...rows.flatMap((row) => Object.values(row.cells).filter((cell) => typeof cell === 'string')),
  ]);
  return [question, split, ...findings, ...notes, ...cells];
}

/** Every estimate of a table as findings would tell it, and with its sign turned. */
function shownIn({ columns, rows }: FigureTable): string[] {
  return rows.flatMap(({ cells }) =>
    columns.flatMap((column) => {
      const cell = cells[column.id];
      if (cell === null || typeof cell !== 'object' || cell.low === null || cell.high === null) return [];
      const turned = { ...cell, estimate: -cell.estimate!, low: -cell.high, high: -cell.low };
      return [cell, turned].flatMap((one) => waysToTell(one, column.unit));
    }),
  );
}

/** An estimate as words have it: with its unit; means also to one decimal. */
function waysToTell(cell: Ranged, unit: FigureColumn['unit']): string[] {
  const { value, interval } = formatCell(cell, { unit });
  const one = (value: number | null) => formatNumber(value!, 1);
  const { estimate, low, high } = cell;
  return [`${value} ${interval}`, `${one(estimate)} [${one(low)}, ${one(high)}]`]
    .flatMap((way) => [way, `+${way}`])
    .map(plainBlanks);
}

/** Rows that both tables name by the same words agree in every column that both have. */
function expectAgreed(one: FigureTable, other: FigureTable): void {
  const shared = one.columns.filter(({ id, unit, title }) =>
    other.columns.some((column) => column.id === id && column.unit === unit && column.title === title),
  );
  const names = shared.filter(({ unit }) => unit === 'text').map(({ id }) => id);
  const figures = shared.filter(({ unit }) => unit !== 'text').map(({ id }) => id);
  if (names.length === 0 || figures.length === 0) return;
  const keyed = ({ rows }: FigureTable) => {
    const found = new Map<string, Record<string, FigureCell>[]>();
    for (const { kind, cells } of rows) {
      const key = JSON.stringify([kind, ...names.map((id) => cells[id] ?? null)]);
      found.set(key, [...(found.get(key) ?? []), cells]);
    }
    return found;
  };
  const [ours, theirs] = [keyed(one), keyed(other)];
  for (const [key, [row, ...more]] of ours) {
    const [match, ...others] = theirs.get(key) ?? [];
    if (!row || !match || more.length > 0 || others.length > 0) continue;
    for (const id of figures) expect(row[id], `${one.id} and ${other.id}, ${key}, ${id}`).toEqual(match[id]);
  }
}

/** The fields of each line; a field in quotes may hold commas, line feeds and doubled quotes. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    lines.at(-1)!.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\n') lines.push([]);
    if (end === '') break;
  }
  return lines.filter((line) => line.length > 1);
}

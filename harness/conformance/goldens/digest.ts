import { createHash } from 'node:crypto';
import type { Figures } from '../../../reports/figures/schema.ts';

/** What a run came to, in digests: of each column of its tables, of its plots, of its words, and of its traces. */
export interface Golden {
  /** By table, then by column: titles and captions may change without it. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly plots: Readonly<Record<string, string>>;
  readonly words: string;
  /** By file that holds traces. */
  readonly traces: Readonly<Record<string, string>>;
}

/** Short: what differs is looked for in the figures themselves. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** Digests of figures, without what equal runs may differ in. */
export function digestFigures({ tables, plots, findings, notes, question, split }: Figures): Omit<Golden, 'traces'> {
  return {
    tables: Object.fromEntries(
      tables.map(({ id, columns, rows }) => [
        id,
        Object.fromEntries(
          columns
            .filter(({ measured }) => !measured)
            .map((column) => [column.id, digest(JSON.stringify(rows.map(({ cells }) => cells[column.id] ?? null)))]),
        ),
      ]),
    ),
    plots: Object.fromEntries(plots.map(({ id, kind, curves }) => [id, digest(JSON.stringify([kind, curves]))])),
    words: digest(JSON.stringify([question, split, findings, notes])),
  };
}

/** Where two sets of goldens differ, in words: `settle: table arms, column automated`. */
export function goldenDifferences(
  stored: Readonly<Record<string, Golden>>,
  made: Readonly<Record<string, Golden>>,
): string[] {
  return Object.keys({ ...stored, ...made })
    .sort()
    .flatMap((name) => {
      const [was, is] = [stored[name], made[name]];
      if (!was || !is) return [`${name}: ${was ? 'was not run' : 'has no golden'}`];
      return [
        ...recordDifferences(flat(was.tables), flat(is.tables), 'table'),
        ...recordDifferences(was.plots, is.plots, 'plot'),
        ...recordDifferences(was.traces, is.traces, 'traces'),
        ...(was.words === is.words ? [] : ['words']),
      ].map((what) => `${name}: ${what}`);
    });
}

const flat = (tables: Golden['tables']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tables).flatMap(([table, columns]) =>
      Object.entries(columns).map(([column, value]) => [`${table}, column ${column}`, value]),
    ),
  );

function recordDifferences(
  was: Readonly<Record<string, string>>,
  is: Readonly<Record<string, string>>,
  what: string,
): string[] {
  return Object.keys({ ...was, ...is })
    .sort()
    .filter((name) => was[name] !== is[name])
    .map((name) => `${what} ${name}${name in was ? (name in is ? '' : ' is gone') : ' is new'}`);
}

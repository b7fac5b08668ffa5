import { basename, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { tableTerminal } from '../../reports/figures/figures-terminal.ts';
import { type Columns, plain, table, text } from '../../reports/figures/table.ts';
import { displayPath } from '../bench/report/report-figures.ts';
import { TABLES, type TableName } from '../bench/tables/columns.ts';
import { openDatabase, quoted, writeTables } from '../bench/tables/write-tables.ts';
import { UsageError } from '../runner/exit-code.ts';
import { outputLook, print, printPainted } from '../runner/output.ts';
import { messageOf } from '../shared/message-of.ts';

const FORMATS = {
  parquet: 'format parquet, compression zstd',
  csv: 'format csv, header',
  jsonl: 'format json',
} as const;
export const EXPORT_FORMATS = Object.keys(FORMATS) as (keyof typeof FORMATS)[];

export interface QueryOptions {
  /** What the answer is written as. Absent: it is printed. */
  readonly export?: keyof typeof FORMATS;
  readonly out?: string;
}

/**
 * `bench query`: asks the stored episodes of runs in SQL. The tables `sessions`, `steps` and `cells` hold all runs, told
 * apart by `run`. The last argument is the question.
 */
export async function query(args: readonly string[], options: QueryOptions): Promise<void> {
  const [sql, ...folders] = [args.at(-1) ?? '', ...args.slice(0, -1)];
  if (folders.length === 0)
    throw new UsageError('Name folders of runs, and last what is asked: bench query DIR "select …".');
  if ((options.export === undefined) !== (options.out === undefined))
    throw new UsageError('--export and --out go together: what the answer is written as, and where.');
  const database = await openDatabase();
  await viewRuns(database, folders);
  try {
    if (options.export !== undefined && options.out !== undefined) {
      await database.run(`copy (${sql}) to ${quoted(resolve(options.out))} (${FORMATS[options.export]})`);
      print(`Written to ${displayPath(options.out)}.`);
    } else await printAnswer(database, sql);
  } catch (error) {
    const [first] = messageOf(error).split('\n');
    throw new UsageError(`${first} The tables are ${Object.keys(TABLES).join(', ')} (docs/tables.md).`);
  }
}

/** Makes each table a view over the files of all runs. */
async function viewRuns(database: DuckDBConnection, folders: readonly string[]): Promise<void> {
  const files = [];
  for (const folder of folders)
    files.push({ run: basename(resolve(folder)), paths: await writeTables(folder, database) });
  for (const name of Object.keys(TABLES) as TableName[]) {
    const each = files.map(
      ({ run, paths }) => `select ${quoted(run)} as run, * from read_parquet(${quoted(resolve(paths[name]))})`,
    );
    await database.run(`create view ${name} as ${each.join(' union all ')}`);
  }
}

type Row = Readonly<Record<string, unknown>>;

async function printAnswer(database: DuckDBConnection, sql: string): Promise<void> {
  const reader = await database.runAndReadAll(sql);
  const rows = reader.getRowObjectsJson() as readonly Row[];
  const isWhole = (name: string) => rows.every((row) => row[name] === null || Number.isInteger(row[name]));
  const isNumber = (name: string) => rows.every((row) => row[name] === null || typeof row[name] === 'number');
  const columns: Columns<Row> = Object.fromEntries(
    reader
      .columnNames()
      .map((name) => [
        name,
        isNumber(name)
          ? plain<Row>(name, isWhole(name) ? 'count' : 'score', (row) => row[name] as number | null)
          : text<Row>(name, (row) => (row[name] === null ? '' : String(row[name]))),
      ]),
  );
  printPainted(
    tableTerminal(
      table<Row>({ id: 'answer', title: sql, caption: `${rows.length} rows.`, columns, rows }),
      outputLook(),
    ),
  );
}

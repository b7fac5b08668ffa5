import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type CellAccumulator, createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import type { Metric } from '../../contract/metric.ts';
import { MachineError } from '../../runner/exit-code.ts';
import { readRun } from '../../runner/open-run.ts';
import type { EpisodeRow } from '../../runner/traces/episode-index.ts';
import { openTraces, type StoredTraces } from '../../runner/traces/read-traces.ts';
import { messageOf } from '../../shared/message-of.ts';
import { metricEstimate } from '../closed-loop/metric-estimate.ts';
import { discover } from '../models/discover.ts';
import { type CellMetric, TABLES, type TableColumn, type TableColumns, type TableName } from './columns.ts';

const FOLDER = 'tables';
const TRACES = 'traces.jsonl.gz';

/** Paths of a run's tables, by name. */
export type TableFiles = Readonly<Record<TableName, string>>;

/** Text as SQL has it. */
export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A database in memory that reads and writes nothing but what it is told. */
export async function openDatabase(): Promise<DuckDBConnection> {
  return (await DuckDBInstance.create(':memory:')).connect();
}

/**
 * Writes the sessions, steps and cells of a run as Parquet files into its folder, unless it has ended and they are there
 * and as new as its traces. Throws: `UsageError` where it is no run, or has no traces.
 */
export async function writeTables(run: string, database: DuckDBConnection): Promise<TableFiles> {
  const folder = join(run, FOLDER);
  const files = Object.fromEntries(
    Object.keys(TABLES).map((name) => [name, join(folder, `${name}.parquet`)]),
  ) as TableFiles;
  const traces = openTraces(run);
  try {
    const age = statSync(join(run, TRACES)).mtimeMs;
    const { finished } = readRun(run);
    if (finished && Object.values(files).every((path) => existsSync(path) && statSync(path).mtimeMs >= age))
      return files;
    mkdirSync(folder, { recursive: true });
    await fill(database, traces);
  } finally {
    traces.close();
  }
  for (const [name, path] of Object.entries(files)) {
    await writeTable(database, name, path);
    await database.run(`drop table ${name}`);
  }
  return files;
}

/** Throws: `MachineError` where the disk refuses it; the file that stood there stays. */
async function writeTable(database: DuckDBConnection, name: string, path: string): Promise<void> {
  try {
    await database.run(`copy ${name} to ${quoted(`${path}.tmp`)} (format parquet, compression zstd)`);
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    const [first] = messageOf(error).split('\n');
    throw new MachineError(`${path} cannot be written: ${first} Make room, or query a copy of the run elsewhere.`);
  }
}

async function fill(database: DuckDBConnection, traces: StoredTraces): Promise<void> {
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const [sessions, steps, cells] = [
    await tableWriter(database, 'sessions', TABLES.sessions),
    await tableWriter(database, 'steps', TABLES.steps),
    await tableWriter(database, 'cells', TABLES.cells),
  ];
  const sums = new Map<string, { row: EpisodeRow; cell: CellAccumulator }>();
  for (const [at, row] of traces.rows.entries()) {
    const { trace } = traces.read(at);
    sessions.add({ row, trace });
    for (const step of trace.steps) steps.add({ row, trace, step });
    if (row.forced !== null) continue;
    const key = JSON.stringify([row.play, row.cell, row.queue]);
    const known = sums.get(key) ?? { row, cell: createCellAccumulator(metrics) };
    sums.set(key, known);
    known.cell.add(trace);
  }
  for (const { row, cell } of sums.values())
    for (const metric of metrics) {
      const { estimate, low, high, of = 0 } = metricEstimate(cell, metric);
      const found: CellMetric = {
        part: row.play,
        row,
        metric: metric.name,
        unit: metric.unit,
        estimate,
        low,
        high,
        sessions: of,
      };
      if (estimate !== null) cells.add(found);
    }
  for (const writer of [sessions, steps, cells]) writer.end();
}

async function tableWriter<Row>(database: DuckDBConnection, name: string, columns: TableColumns<Row>) {
  const own = Object.entries(columns);
  await database.run(`create table ${name} (${own.map(([id, { type }]) => `"${id}" ${type}`).join(', ')})`);
  const appender = await database.createAppender(name);
  return {
    add(row: Row): void {
      for (const [, column] of own) append(appender, column, row);
      appender.endRow();
    },
    end: () => appender.closeSync(),
  };
}

function append<Row>(appender: DuckDBAppender, { type, of }: TableColumn<Row>, row: Row): void {
  const value = of(row);
  if (value === null) appender.appendNull();
  else if (type === 'VARCHAR') appender.appendVarchar(String(value));
  else if (type === 'BOOLEAN') appender.appendBoolean(value === true);
  else if (type === 'INTEGER') appender.appendInteger(Number(value));
  else appender.appendDouble(Number(value));
}

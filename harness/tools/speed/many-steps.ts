import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TABLES, type TableColumn } from '../../bench/tables/columns.ts';
import { openDatabase, quoted } from '../../bench/tables/write-tables.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';

/** What one may ask of steps: over all of them, by cell, by what was done, by session, and of one session. */
export const QUESTIONS = [
  'select count(*), avg(active_ms), avg(was_right::int) from steps',
  'select cell, arm, step, avg(was_right::int), sum(active_ms) from steps group by all order by all',
  'select suggestion, count(*) as wrong from steps where not was_right group by suggestion order by wrong desc limit 20',
  'select session, sum(active_ms) as ms from steps group by session order by ms desc limit 20',
  "select * from steps where session = 'session 4242' order by arm, step",
] as const;

/** Steps of a session, and different values of any other text. */
const STEPS_OF_SESSION = 13;
const TEXTS = 40;
const PRIME = 7919;

/** Writes so many made-up steps into a Parquet file of the columns of `bench query`, and asks each question. Unit: seconds. */
export async function timeQuestions(count: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskbench-steps-'));
  try {
    const database = await openDatabase();
    const file = quoted(join(folder, 'steps.parquet'));
    const columns = Object.entries<TableColumn<never>>(TABLES.steps).map(
      ([id, { type }]) => `${madeUp(id, type)} as ${id}`,
    );
    await database.run(
      `copy (select ${columns.join(', ')} from range(${count}) as made(place)) to ${file} (format parquet, compression zstd)`,
    );
    await database.run(`create view steps as select 'run' as run, * from read_parquet(${file})`);
    const seconds = [];
    for (const question of QUESTIONS) {
      const began = wallClockMs();
      await database.runAndReadAll(question);
      seconds.push((wallClockMs() - began) / 1000);
    }
    return seconds;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A value for each row, as SQL: any of its column's type, and null in every seventh row. */
function madeUp(id: string, type: TableColumn<never>['type']): string {
  if (id === 'session') return `'session ' || (place // ${STEPS_OF_SESSION})`;
  if (id === 'step') return `(place % ${STEPS_OF_SESSION})::integer`;
  const any = `(place * ${PRIME} + ${id.length})`;
  const value = {
    VARCHAR: `'${id} number ' || (${any} % ${TEXTS})`,
    INTEGER: `(${any} % 100)::integer`,
    DOUBLE: `(${any} % 100000) / 1000.0::double`,
    BOOLEAN: `${any} % 5 > 0`,
  }[type];
  return `case when ${any} % 7 = 0 then null else ${value} end`;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nightSchema } from '../../../reports/nightly/night.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import type { DatasetSplit } from './splits.ts';

/** Where `bench regress --reporter json` leaves its verdict. */
const NIGHT = 'night.json';

/** Ids of sessions, separated by commas. Null: all sessions. */
export interface OnlyOptions {
  readonly only?: string;
  readonly lastFailed?: string;
}

/**
 * Of the populations of a run, those that evaluate a session that is named, with these sessions alone; who teaches stays
 * as it is, so that each is played as it is among all. All of them where none is named. Throws: `UsageError` where no
 * population evaluates one.
 */
export function onlySessions<T extends { readonly split: DatasetSplit }>(
  populations: readonly [T, ...T[]],
  { only, lastFailed }: OnlyOptions,
): [T, ...T[]] {
  const named = only ?? lastFailed;
  if (named === undefined) return [...populations];
  const wanted = new Set(named.split(',').map((id) => id.trim()));
  const [first, ...others] = populations.flatMap((one) => {
    const evaluation = one.split.parts.evaluation.filter(({ id }) => wanted.has(id));
    return evaluation.length === 0
      ? []
      : [{ ...one, split: { ...one.split, parts: { ...one.split.parts, evaluation } } }];
  });
  if (first) return [first, ...others];
  const [{ split }] = populations;
  const some = split.parts.evaluation.slice(0, 3).map(({ id }) => id);
  throw new UsageError(
    `No session of ${named} is evaluated here; evaluated are ${some.join(', ')} and others (bench show DIR SESSION).`,
  );
}

/**
 * Sessions that crashed in a run, or that its verdict calls worse, separated by commas. Throws: `UsageError` where there
 * are none.
 */
export function failedSessions(folder: string): string {
  const traces = openTraces(folder);
  try {
    const crashed = traces.rows.filter(({ end }) => end === 'crashed').map(({ session }) => session);
    const ids = [...new Set([...crashed, ...worseSessions(join(folder, NIGHT))])];
    if (ids.length > 0) return ids.join(',');
  } finally {
    traces.close();
  }
  throw new UsageError(
    `${folder} holds no session that failed: none crashed, and no ${NIGHT} calls one worse (bench regress --reporter json).`,
  );
}

function worseSessions(path: string): string[] {
  if (!existsSync(path)) return [];
  const night = nightSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!night.success) throw new UsageError(`${path} is no verdict as this version writes it: judge the run again.`);
  const failed = night.data.checks.filter(({ verdict }) => verdict === 'FAIL' || verdict === 'WARN');
  return failed.flatMap(({ flips }) => flips.map(({ session }) => session));
}

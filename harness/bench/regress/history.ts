import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { NIGHT_VERDICTS, type Night, TIERS } from '../../../reports/nightly/night.ts';
import { writeFileAtomic } from '../../contract/atomic-write.ts';
import { UsageError } from '../../runner/exit-code.ts';
import type { Fingerprint } from '../../runner/fingerprint.ts';
import type { RunFile } from '../../runner/open-run.ts';
import type { AttemptRecord } from '../../runner/run-info.ts';
import { waitForLock } from '../../runner/run-lock.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { hashText } from '../../shared/hash.ts';

const value = z.number().nullable();

const nightSchema = z.strictObject({
  format: z.literal('deskbench-history'),
  version: z.literal(1),
  /** When the run that was judged began. */
  startedAt: z.string(),
  /** With `-dirty` where the working tree differed from it; null where the run knows none. */
  commit: z.string().nullable(),
  /** Hash of experiment, settings, data and seed, but for what was meant to differ: nights of another are not alike. */
  question: z.string(),
  /** False where the run had not ended, or sessions were missing. */
  whole: z.boolean(),
  verdict: z.enum(NIGHT_VERDICTS),
  checks: z.array(
    z.strictObject({
      metric: z.string(),
      cell: z.string(),
      tier: z.enum(TIERS),
      verdict: z.enum(NIGHT_VERDICTS),
      unit: z.enum(['share', 'ms', 'count']),
      /** Of the run that was judged. Unit: `unit`. */
      value,
      /** It less the baseline's, with its 95 % interval. */
      difference: z.strictObject({ estimate: value, low: value, high: value }),
    }),
  ),
});
export type NightOfHistory = z.infer<typeof nightSchema>;

export interface History {
  /** In the order in which they were written. */
  readonly nights: readonly NightOfHistory[];
  /** The whole lines, each with its line feed. */
  readonly text: string;
  /** Whether more than that stands in the file: part of a line that a kill or a full disk left. */
  readonly torn: boolean;
}

/**
 * The nights that a file holds, one a line; of a file that is not there none. Changes nothing. Throws: `UsageError` where
 * a line is no night, with its place. A last line without its line feed is passed over.
 */
export function readHistory(path: string): History {
  const all = existsSync(path) ? readText(path) : '';
  const text = all.slice(0, all.lastIndexOf('\n') + 1);
  const nights = text
    .split('\n')
    .slice(0, -1)
    .map((line, at) => parseNight(line, `${path}, line ${at + 1}`));
  return { nights, text, torn: text.length < all.length };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be read (${code}): name a file of nights, or one that is not there yet.`);
  }
}

function parseNight(line: string, place: string): NightOfHistory {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new UsageError(`${place}: is no JSON: take the line out.`);
  }
  const parsed = nightSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${place}: ${issue?.path.join('.')}: ${issue?.message}: take the line out.`);
}

/** Others hold the file for as long as it takes to read it and write a line. */
const MOST_WAIT_MS = 20_000;

/**
 * Appends a night, unless the file holds it. A torn last line is taken out. Of several processes that append at once each
 * waits for its turn. Returns how many nights the file then holds, and whether this one was new. Throws: as `readHistory`;
 * `LockHeldError` where another process does not give the file back; the file system's error.
 */
export function appendNight(path: string, night: NightOfHistory): { readonly nights: number; readonly added: boolean } {
  mkdirSync(dirname(path), { recursive: true });
  const lock = waitForLock(`${path}.lock`, MOST_WAIT_MS);
  try {
    const { nights, text, torn } = readHistory(path);
    const known = nights.some(
      ({ startedAt, question }) => startedAt === night.startedAt && question === night.question,
    );
    const line = known ? '' : `${JSON.stringify(night)}\n`;
    if (torn || text === '') writeFileAtomic(path, text + line);
    else if (!known) appendFileSync(path, line, { flush: true });
    return { nights: nights.length + (known ? 0 : 1), added: !known };
  } finally {
    lock.release();
  }
}

export interface JudgedRun {
  readonly night: Night;
  readonly run: Pick<RunFile, 'fingerprint' | 'attempts'>;
  readonly whole: boolean;
  /** What was meant to differ from the baseline. */
  readonly across: readonly string[];
}

/** What is kept of a night. */
export function nightOfHistory({ night, run, whole, across }: JudgedRun): NightOfHistory {
  const { git } = (run.attempts[0] ?? {}) as Partial<AttemptRecord>;
  const { command, settings, seed, datasetHash: data } = run.fingerprint as Partial<Fingerprint>;
  // An option that is not given counts as one that an earlier version had not: the nights go on under a newer one.
  const asked = Object.entries({ ...settings, seed, data }).filter(
    ([name, value]) => !across.includes(name) && value !== null,
  );
  return {
    format: 'deskbench-history',
    version: 1,
    startedAt: night.startedAt,
    commit: git ? `${git.commit}${git.dirty ? '-dirty' : ''}` : null,
    question: hashText(canonicalJson([command, Object.fromEntries(asked)])),
    whole,
    verdict: night.verdict,
    checks: night.checks.map(({ metric, cell, tier, verdict, unit, next, difference }) => ({
      ...{ metric, cell, tier, verdict, unit, value: next, difference },
    })),
  };
}

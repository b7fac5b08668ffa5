import { countOf } from '../../../reports/present/format-value.ts';
import type { Trace } from '../../contract/trace.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { Desks } from './desks.ts';
import type { Driver } from './drivers.ts';

interface Parity {
  /** Sessions that were compared, counted once in each cell. */
  readonly sessions: number;
  readonly steps: number;
  readonly equal: boolean;
}

/** What a sample looks like in two ways into the desk. `difference` names the first field in which they part. */
export interface ParityCheck extends Parity {
  readonly difference: string | null;
}

/** Evaluation sessions that are compared where nothing is said: enough to see a page that differs in what all use. */
export const PARITY_SESSIONS = 4;

/** How many sessions of each cell are compared, and what came of it so far. */
export interface ParitySample {
  readonly sessions: number;
  readonly checks: ParityCheck[];
}

/** What is to be compared of what a browser plays. Undefined: nothing. */
export function paritySample(driver: Driver, sessions = PARITY_SESSIONS): ParitySample | undefined {
  return driver === 'browser' && sessions > 0 ? { sessions, checks: [] } : undefined;
}

/** What a report says where the two ways into the desk disagree. */
const DESKS_DIFFER = 'The browser and the in-process desk gave different traces: these results must not be relied on.';

/** Whether the two ways into the desk agree, for a report. */
export function parityWords({ checks }: ParitySample): { equal: boolean; findings: string[]; notes: string[] } {
  const different = checks.filter(({ equal }) => !equal);
  const sum = (of: (check: Parity) => number) => sumOf(checks, (check) => of(check));
  const gave = different.length === 0 ? 'the same traces' : 'DIFFERENT traces';
  const sessions = countOf(
    sum((check) => check.sessions),
    'session',
  );
  const steps = countOf(
    sum((check) => check.steps),
    'step',
  );
  return {
    equal: different.length === 0,
    findings: different.length === 0 ? [] : [DESKS_DIFFER],
    notes: [
      `Parity: browser and in-process desk gave ${gave} on ${sessions}, ${steps}.`,
      ...different.slice(0, 1).map(({ difference }) => desksPart(difference)),
    ],
  };
}

/** Where the two desks part, as reports say it. */
const desksPart = (difference: string | null) =>
  `Browser and in-process desk part first at ${difference ?? 'an unknown place'}.`;

/** Plays some sessions and hands out their traces, the same ones in the same order whenever it is called. */
type PlaySome = (onTrace: (trace: Trace) => void) => Promise<void>;

/** Plays the same sessions on both kinds of desk and compares the traces, screens' hashes included. */
export async function checkParity(
  playOn: (desks: Desks, onTrace: (trace: Trace) => void) => Promise<void>,
  one: Desks,
  other: Desks,
): Promise<ParityCheck> {
  const played: Trace[] = [];
  await playOn(other, (trace) => played.push(trace));
  return compareWithPlayed(
    (onTrace) => playOn(one, onTrace),
    one.driver,
    (_, at) => played[at],
  );
}

/** Plays sessions again and compares each trace with one that is there, which `played` gives by the trace and its place. */
export async function compareWithPlayed(
  playAgain: PlaySome,
  driver: Driver,
  played: (trace: Trace, at: number) => Trace | undefined,
): Promise<ParityCheck> {
  const seen = { sessions: 0, steps: 0 };
  let difference: string | null = null;
  let at = 0;
  await playAgain((trace) => {
    const other = played(trace, at++);
    // A desk that failed for good says nothing of the page: it is counted as a crash elsewhere.
    if (trace.end === 'crashed' || other?.end === 'crashed') return;
    seen.sessions++;
    seen.steps += trace.steps.length;
    difference ??= differenceOf(trace, other, driver);
  });
  return { ...seen, equal: difference === null, difference };
}

/** Where two traces part; retries of the desk do not count, since they are no part of what happened. */
function differenceOf(trace: Trace, other: Trace | undefined, driver: string): string | null {
  const place = `session "${trace.session}", cell "${trace.cell}"`;
  if (!other) return `${place} is missing`;
  const field = firstField({ ...trace, retries: 0 }, { ...other, retries: 0 }, '');
  return field && `${place}, ${field.path}: ${shown(field.one)} (${driver}) and ${shown(field.other)}`;
}

interface FieldDifference {
  readonly path: string;
  readonly one: unknown;
  readonly other: unknown;
}

/** The first field in which two JSON values differ. */
function firstField(one: unknown, other: unknown, path: string): FieldDifference | null {
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other))
    return Object.is(one, other) ? null : { path, one, other };
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const step = Array.isArray(one) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = firstField(one[key], other[key], step);
    if (found) return found;
  }
  return null;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const LONGEST_SHOWN = 80;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
}

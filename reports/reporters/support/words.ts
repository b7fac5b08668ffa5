import { disarmCommands } from '../../../harness/contract/printable.ts';
import type { Night, NightCheck } from '../../nightly/night.ts';
import { countOf, formatCount, formatNumber, type Unit } from '../../present/format-value.ts';
import { singleLine } from '../../present/single-line.ts';

type Flip = NightCheck['flips'][number];

/** Text as one line of at most so many UTF-16 code units, in which no CI service reads a command. */
export function shortLine(text: string, most = 500): string {
  // Of a text that is much longer, no more is looked at than may be shown.
  const looked = text.slice(0, 4 * most);
  const line = disarmCommands(singleLine(looked));
  return line.length <= most && looked.length === text.length
    ? line
    : `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What is checked, and where: `Goal reached: gated, α 0.05`. */
export function checkName({ title, metric, cell }: NightCheck): string {
  const what = shortLine(title, 100) || shortLine(metric, 100) || 'unnamed';
  const where = shortLine(cell, 150);
  return where === '' ? what : `${what}: ${where}`;
}

/** Shares change by points. */
export const unitOfChange = ({ unit }: NightCheck): Unit => (unit === 'share' ? 'points' : unit);

/** Whether every session is as it was: the interval would tell of other sessions, and none of these moved. */
export const isSame = ({ difference, worse, better }: NightCheck): boolean =>
  difference.estimate === 0 && worse === 0 && better === 0;

/** `41 sessions got worse, 10 got better`; empty where none did. */
export function movedWords({ worse, better }: NightCheck): string {
  if (worse === 0 && better === 0) return '';
  return `${countOf(worse, 'session')} got worse, ${formatCount(better)} got better`;
}

/** One session that got worse: `s-0012 (population 1): 100.0 % → 0.0 %`. */
export function flipWords({ session, play, before, now }: Flip): string {
  const part = shortLine(play, 100);
  const where = shortLine(session, 100) + (part === '' ? '' : ` (${part})`);
  return `${where}: ${shortLine(before, 100)} → ${shortLine(now, 100)}`;
}

/** What was compared, when it began and how long it took. */
export function runWords({ base, next, startedAt, seconds }: Night): string {
  const took = seconds === null ? '' : `, took ${formatNumber(seconds, 0)}\u202fs`;
  return `${shortLine(base)} → ${shortLine(next)}, begun ${shortLine(startedAt, 40)}${took}`;
}

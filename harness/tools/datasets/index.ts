import { existsSync } from 'node:fs';
import { datasetHash } from '../../../fixtures/format/dataset-hash.ts';
import { writeDataset } from '../../../fixtures/format/write-dataset.ts';
import { type LinkedCases, linkCases } from '../../../fixtures/link-cases.ts';
import { countOf } from '../../../reports/present/format-value.ts';
import { type GeneratedOptions, generatedDataset } from '../../bench/data/embedded-dataset.ts';
import { emptyLines } from '../../bench/data/empty-lines.ts';
import { goalsGiven, unreachableGoals } from '../../bench/data/goals-given.ts';
import { type LoadedDataset, readLog } from '../../bench/data/load-dataset.ts';
import { surveyTimes } from '../../bench/data/survey-times.ts';
import { timeLines } from '../../bench/data/time-lines.ts';
import type { Dataset } from '../../contract/dataset.ts';
import { printableLine } from '../../contract/printable.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { print } from '../../runner/output.ts';
import { sumOf } from '../../shared/numbers.ts';

/** Writes a synthetic dataset. */
export async function generate(options: GeneratedOptions & { out: string }): Promise<void> {
  refuseExisting(options.out);
  const dataset = generatedDataset(options);
  writeDataset(options.out, dataset);
  print(`${describe(dataset)}\nWritten to ${options.out}.`);
}

/** Converts a log that an importer knows into this project's format. */
export async function convert(options: { logs: string; out: string }): Promise<void> {
  refuseExisting(options.out);
  const loaded = await readLog(options.logs);
  writeDataset(options.out, loaded.dataset);
  print(`${report(loaded)}\nWritten to ${options.out}.`);
}

/** Says what a log holds. */
export async function check(options: { logs: string }): Promise<void> {
  print(report(await readLog(options.logs)));
}

function refuseExisting(folder: string): void {
  if (existsSync(folder)) throw new UsageError(`--out ${folder}: it exists already; choose another folder.`);
}

function report({ dataset, importer, notes }: LoadedDataset): string {
  const linked = linkCases(dataset.sessions);
  const lines = [
    `Read by importer "${importer}".`,
    describe({ ...dataset, sessions: linked.sessions }),
    ...caseLines(linked),
    ...timeLines(surveyTimes(dataset.sessions)),
    ...emptyLines(dataset.sessions),
    ...goalLines(dataset),
  ];
  if (notes.length > 0) lines.push('Not carried over as it stood:');
  for (const { cause, count } of notes) lines.push(`${String(count).padStart(8)}  ${printableLine(cause)}`);
  return lines.join('\n');
}

/** Unreachable goals that are named. */
const SHOWN = 10;

/** Where goals are from, and those that nothing on the desk leads to. */
function goalLines(dataset: Dataset): string[] {
  const unreachable = unreachableGoals(dataset);
  const lines = unreachable.slice(0, SHOWN).map(({ session, cause }) => `  ${printableLine(`${session}: ${cause}`)}`);
  if (unreachable.length > SHOWN) lines.push(`  and ${unreachable.length - SHOWN} more`);
  return [
    goalsGiven(dataset.sessions),
    ...(unreachable.length === 0 ? [] : [`${unreachable.length} of the goals given cannot be reached:`, ...lines]),
  ];
}

function describe(dataset: Dataset): string {
  const { sessions, catalog } = dataset;
  const steps = sumOf(sessions, (session) => session.steps.length);
  const critical = sumOf(sessions, (session) => session.steps.filter((step) => step.critical).length);
  const operators = new Set(sessions.flatMap(({ operator }) => operator ?? []));
  const complete = sessions.filter((session) => session.complete).length;
  return [
    [
      `${printableLine(catalog.name)}: ${countOf(sessions.length, 'session')} (${complete} complete) of`,
      `${countOf(operators.size, 'operator')} under ${countOf(catalog.procedures.length, 'procedure')};`,
    ].join(' '),
    `${countOf(steps, 'step')}, ${critical} of them critical. Hash ${datasetHash(dataset)}.`,
  ].join('\n');
}

/**
 * What a log holds more than once: copies, near copies and cases worked in several sessions. Nothing where each
 * session is a case of its own.
 */
function caseLines({ shared, cases, copies, nearCopies }: LinkedCases): string[] {
  if (shared === 0) return ['Every session is a case of its own: no copies, no shared caseKey.'];
  return [
    ...alike(copies, 'equal to another in all but the id (copies)'),
    ...alike(nearCopies, 'equal to another in what was said, done and answered (near copies)'),
    `${shared} sessions are of ${cases} shared cases: those of one case stay in one part and count as one.`,
  ];
}

function alike(lists: readonly (readonly string[])[], words: string): string[] {
  const [first] = lists;
  if (!first) return [];
  const sessions = sumOf(lists, (list) => list.length);
  const more = first.length > 3 ? ', …' : '';
  return [`${sessions} sessions are ${words}, such as ${first.slice(0, 3).join(' = ')}${more}.`];
}

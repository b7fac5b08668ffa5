import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { datasetHash } from '../../../fixtures/format/dataset-hash.ts';
import { figuresTerminal } from '../../../reports/figures/figures-terminal.ts';
import { FIGURES_VERSION, type Figures } from '../../../reports/figures/schema.ts';
import { unsoundFigures } from '../../../reports/figures/unsound-figures.ts';
import { writeFigures } from '../../../reports/figures/write-figures.ts';
import { EXIT, UsageError } from '../../runner/exit-code.ts';
import { outputLook, printPainted } from '../../runner/output.ts';
import { REPOSITORY } from '../../runner/repository.ts';
import { collectRunInfo, type Json } from '../../runner/run-info.ts';
import { wallClockDate, wallClockMs } from '../../runner/wall-clock.ts';
import { timeNotes, timeWarnings } from '../data/time-notes.ts';
import { parityWords } from '../desks/parity.ts';
import type { Outcome } from '../experiment.ts';
import { crashFindings, crashTable } from './crashes.ts';
import { shellWord } from './shell-word.ts';

/** A bench of tables that has begun: where it will be written, and since when it runs. */
export interface FiguresRun {
  readonly experiment: string;
  readonly folder: string;
  readonly startMs: number;
  readonly startedAt: string;
}

/** Begins a bench of tables. Throws: `UsageError` where its folder is not empty, before anything is trained. */
export function beginFigures(experiment: string, out: string | undefined, resumes = false): FiguresRun {
  const startedAt = wallClockDate();
  const name = `${experiment}-${startedAt.slice(0, 19).replace(/[:T]/g, '-')}`;
  const folder = out ?? join(REPOSITORY, 'reports/out', name);
  if (!resumes && existsSync(folder) && readdirSync(folder).length > 0)
    throw new UsageError(`--out ${folder}: it is not empty; choose another folder.`);
  return { experiment, folder, startMs: wallClockMs(), startedAt };
}

/** What an experiment found, and what it was asked. */
export interface Finished extends Outcome {
  readonly question: string;
  readonly settings: Readonly<Record<string, Json>>;
  readonly seed: string;
}

/** Writes the run's folder, prints its tables and sets the exit code. */
export async function finishFigures(
  run: FiguresRun,
  {
    loaded,
    question,
    scope,
    settings,
    seed,
    complete = true,
    crashes = [],
    timedBy,
    parity,
    exitCode,
    ...found
  }: Finished,
): Promise<Figures> {
  const { dataset, source } = loaded;
  const { experiment, folder, startMs, startedAt } = run;
  const hash = datasetHash(dataset);
  const info = collectRunInfo({
    command: `bench ${experiment}`,
    settings,
    seed,
    datasetHash: hash,
    providers: {},
    repository: REPOSITORY,
  });
  const { deskbench = 'unknown', node = 'unknown', ...dependencies } = info.versions;
  const desks = parity && parityWords(parity);
  const figures: Figures = {
    format: 'deskbench-figures',
    version: FIGURES_VERSION,
    experiment,
    question: !scope ? question : `${scope} ${question}`,
    cards: [],
    ...found,
    complete: complete && crashes.length === 0,
    findings: [
      ...(timedBy ? timeWarnings(timedBy) : []),
      ...(desks?.findings ?? []),
      // Where they differ, the first field that does is no footnote.
      ...(desks && !desks.equal ? desks.notes : []),
      ...crashFindings(crashes),
      ...found.findings,
    ],
    notes: [...found.notes, ...(desks?.equal ? desks.notes : []), ...(timedBy ? timeNotes(timedBy) : [])],
    tables: crashes.length === 0 ? found.tables : [...found.tables, crashTable(crashes)],
    run: {
      command: ['pnpm bench', ...process.argv.slice(2).map(shellWord)].join(' '),
      seed,
      startedAt,
      durationMs: wallClockMs() - startMs,
      deskbench,
      node,
      platform: `${info.machine.platform}-${info.machine.arch}, ${info.machine.cores} cores`,
      git: info.git,
      dependencies,
    },
    dataset: {
      name: dataset.catalog.name,
      source,
      hash,
      sessions: dataset.sessions.length,
      steps: dataset.sessions.reduce((sum, session) => sum + session.steps.length, 0),
      procedures: dataset.catalog.procedures.length,
    },
  };
  const files = await writeFigures(folder, figures);
  printPainted(figuresTerminal(figures, { ...outputLook(), files: files.map(displayPath) }));
  const whole = figures.complete ? EXIT.good : EXIT.incomplete;
  process.exitCode = exitCode ?? (desks && !desks.equal ? EXIT.regression : whole);
  refuseUnsound(figures);
  return figures;
}

/** Throws: where a figure cannot be. What was measured is written and shown by then. */
export function refuseUnsound(document: Figures): void {
  const unsound = unsoundFigures(document);
  if (unsound.length > 0)
    throw new Error(`${unsound.length} of the figures that were written cannot be: ${unsound.slice(0, 3).join('; ')}.`);
}

/** A path as short as it can be typed here. */
export function displayPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

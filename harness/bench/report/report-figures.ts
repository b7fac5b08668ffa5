import { relative } from 'node:path';
import { datasetHash } from '../../../fixtures/format/dataset-hash.ts';
import { figuresTerminal } from '../../../reports/figures/figures-terminal.ts';
import { FIGURES_VERSION, type Figures, figuresSchema } from '../../../reports/figures/schema.ts';
import { unsoundFigures } from '../../../reports/figures/unsound-figures.ts';
import { writeFigures } from '../../../reports/figures/write-figures.ts';
import { EXIT } from '../../runner/exit-code.ts';
import { outputLook, printPainted } from '../../runner/output.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { BegunRun } from '../begin-run.ts';
import { timeNotes, timeWarnings } from '../data/time-notes.ts';
import { parityWords } from '../desks/parity.ts';
import type { Outcome } from '../experiment.ts';
import { crashFindings, crashTable } from './crashes.ts';

/** What an experiment found, and what it was asked. */
export interface Finished extends Outcome {
  readonly question: string;
  readonly seed: string;
}

/** Writes the run's folder, prints its tables and sets the exit code. */
export async function finishFigures(
  begun: BegunRun,
  { loaded, question, scope, seed, complete = true, crashes = [], timedBy, parity, exitCode, ...found }: Finished,
): Promise<Figures> {
  const { dataset, source } = loaded;
  const { experiment, folder, startMs, attempt } = begun;
  begun.open(loaded);
  const { node = 'unknown', deskbench = 'unknown', ...dependencies } = begun.versions;
  const desks = parity && parityWords(parity);
  const figures = figuresSchema.parse({
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
    run: { seed, durationMs: wallClockMs() - startMs, deskbench, node, dependencies, ...attempt },
    dataset: {
      name: dataset.catalog.name,
      source,
      hash: datasetHash(dataset),
      sessions: dataset.sessions.length,
      steps: sumOf(dataset.sessions, (session) => session.steps.length),
      procedures: dataset.catalog.procedures.length,
    },
  } satisfies Figures);
  const files = await writeFigures(folder, figures);
  begun.finish(figures.complete);
  printPainted(figuresTerminal(figures, { ...outputLook(), files: files.map(displayPath) }));
  const whole = figures.complete ? EXIT.good : EXIT.incomplete;
  process.exitCode = exitCode ?? (desks && !desks.equal ? EXIT.regression : whole);
  refuseUnsound(figures);
  return figures;
}

/** Throws: where a figure cannot be. What was measured is written and shown by then. */
function refuseUnsound(document: Figures): void {
  const unsound = unsoundFigures(document);
  if (unsound.length > 0)
    throw new Error(`${unsound.length} of the figures that were written cannot be: ${unsound.slice(0, 3).join('; ')}.`);
}

/** A path as short as it can be typed here. */
export function displayPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

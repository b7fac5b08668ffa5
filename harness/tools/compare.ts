import { listTerminal, tableTerminal } from '../../reports/figures/figures-terminal.ts';
import { FIGURES_VERSION, type Figures, type FigureTable } from '../../reports/figures/schema.ts';
import { writeFigures } from '../../reports/figures/write-figures.ts';
import { compareRuns } from '../bench/compare/compare-runs.ts';
import { comparisonFindings, comparisonTables } from '../bench/compare/comparison-figures.ts';
import { discover } from '../bench/models/discover.ts';
import { displayPath } from '../bench/report/report-figures.ts';
import type { Metric } from '../contract/metric.ts';
import { EXIT } from '../runner/exit-code.ts';
import { outputLook, printPainted } from '../runner/output.ts';
import { REPOSITORY } from '../runner/repository.ts';
import { beginAttempt } from '../runner/run-info.ts';
import { readFigures } from './report.ts';

export interface CompareOptions {
  /** Names of differences that are meant, separated by commas. Absent: none. */
  readonly across?: string;
  /** A folder for page and tables. Absent: none. */
  readonly out?: string;
}

/**
 * `bench compare`: what differs between two runs, and which metrics got better or worse. Plays nothing. Ends with exit
 * code 3 where one of the runs is not whole.
 */
export async function compare(base: string, next: string, { across = '', out }: CompareOptions): Promise<void> {
  const meant = across.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  const of = out === undefined ? null : readFigures(next);
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const comparison = compareRuns({ base, next, across: meant, metrics });
  const findings = comparisonFindings(comparison);
  const tables = comparisonTables(comparison);
  printPainted(listTerminal(`${displayPath(base)} and ${displayPath(next)}`, findings, outputLook()));
  for (const one of tables.filter(({ terminal, rows }) => terminal && rows.some(({ detail }) => !detail)))
    printPainted(tableTerminal(one, outputLook()));
  if (out !== undefined && of !== null) {
    const whole = comparison.incomplete.length === 0;
    const files = await writeFigures(out, document(of, { base, next, findings, tables, whole }));
    printPainted(listTerminal('Where to look', files.slice(0, 1).map(displayPath), outputLook()));
  }
  process.exitCode = comparison.incomplete.length === 0 ? EXIT.good : EXIT.incomplete;
}

interface Found {
  readonly base: string;
  readonly next: string;
  readonly findings: readonly string[];
  readonly tables: readonly FigureTable[];
  readonly whole: boolean;
}

/** The comparison as a document of figures, on the data of the new run. */
function document(of: Figures, { base, next, findings, tables, whole }: Found): Figures {
  const attempt = beginAttempt(`pnpm bench compare ${displayPath(base)} ${displayPath(next)}`, REPOSITORY);
  return {
    ...of,
    format: 'deskbench-figures',
    version: FIGURES_VERSION,
    experiment: 'compare',
    question: 'What differs between two runs of the same scenarios, and what got better or worse?',
    complete: whole,
    run: { ...of.run, ...attempt, durationMs: 0 },
    cards: [],
    findings: [...findings],
    notes: [],
    tables: [...tables],
    plots: [],
  };
}

import { basename } from 'node:path';
import { figuresPage } from '../../reports/figures/figures-page.ts';
import { listTerminal, tableTerminal } from '../../reports/figures/figures-terminal.ts';
import { FIGURES_VERSION, type Figures } from '../../reports/figures/schema.ts';
import { discover } from '../bench/models/discover.ts';
import { findTrends, type Trends } from '../bench/regress/find-trends.ts';
import { readHistory } from '../bench/regress/history.ts';
import { trendFindings, trendPlots, trendTable } from '../bench/regress/trend-figures.ts';
import { displayPath } from '../bench/report/report-figures.ts';
import { shellWord } from '../bench/report/shell-word.ts';
import { writeFileAtomic } from '../contract/atomic-write.ts';
import type { Metric } from '../contract/metric.ts';
import { UsageError } from '../runner/exit-code.ts';
import { installedVersions } from '../runner/fingerprint.ts';
import { outputLook, print, printPainted } from '../runner/output.ts';
import { REPOSITORY } from '../runner/repository.ts';
import { beginAttempt } from '../runner/run-info.ts';

/** `bench trend`: which figures decline or rise slowly over the nights of a history, and since when. Plays nothing. */
export async function trend(path: string, { out }: { readonly out?: string }): Promise<void> {
  const { nights, torn } = readHistory(path);
  if (nights.length === 0)
    throw new UsageError(`${path} holds no night: bench regress RUN --baseline PATH --history ${path} appends one.`);
  const trends = findTrends(nights, await discover<Metric>('reports/metrics', 'metric'));
  const findings = [...trendFindings(trends), ...(torn ? ['Left out: a last line that is torn.'] : [])];
  const table = trendTable(trends);
  printPainted(listTerminal(displayPath(path), findings, outputLook()));
  if (table.rows.length > 0) printPainted(tableTerminal(table, outputLook()));
  if (out === undefined) return;
  writeFileAtomic(out, await figuresPage(document(path, { trends, findings, table })));
  print(`Page: ${displayPath(out)}`);
}

interface Found {
  readonly trends: Trends;
  readonly findings: readonly string[];
  readonly table: Figures['tables'][number];
}

function document(path: string, { trends, findings, table }: Found): Figures {
  const { node = '', deskbench = '', ...dependencies } = installedVersions(REPOSITORY);
  const attempt = beginAttempt(`pnpm bench trend ${shellWord(displayPath(path))}`, REPOSITORY);
  return {
    format: 'deskbench-figures',
    version: FIGURES_VERSION,
    experiment: 'trend',
    question: 'Which figures decline or rise over many nights although no single one showed it, and since when?',
    complete: true,
    run: { ...attempt, seed: 'of each night', durationMs: 0, deskbench, node, dependencies },
    dataset: {
      name: basename(path),
      source: displayPath(path),
      hash: trends.nights.at(-1)?.question ?? '',
      ...{ sessions: 0, steps: 0, procedures: 0 },
    },
    split: `${trends.nights.length} nights`,
    cards: [],
    findings: [...findings],
    notes: [],
    tables: [table],
    plots: trendPlots(trends),
  };
}

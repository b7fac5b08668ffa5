import { join } from 'node:path';
import { ACTS } from '../../../simulators/operators/answering/operator-times.ts';
import { checkFit } from '../../../simulators/operators/fitting/check-fit.ts';
import { fitOperators, type OperatorsFit, type Spread } from '../../../simulators/operators/fitting/fit-operators.ts';
import { fitPeople, type PeopleFit } from '../../../simulators/operators/fitting/fit-people.ts';
import { tallyOperators } from '../../../simulators/operators/fitting/tally-operators.ts';
import { loadDataset } from '../../bench/data/load-dataset.ts';
import { beginFigures, displayPath, finishFigures } from '../../bench/report/report-figures.ts';
import { writeFileAtomic } from '../../contract/atomic-write.ts';
import { print } from '../../runner/output.ts';
import { createRng } from '../../shared/streams.ts';
import { checkLines } from './check-lines.ts';
import { fitFindings } from './fit-findings.ts';
import { judgeCheck } from './held-out-gain.ts';
import { ratesLines } from './rates-lines.ts';
import { STAR_PUBLISHED } from './star-published.ts';

const SEED = 'fit-operators';

/**
 * Fits times, acceptance and how people differ to a log, checks the fit and prints it; where a folder is given, writes
 * the report there, and `operators.json` beside it. Throws: `UsageError` where the folder is not empty.
 */
export async function fitOperatorsCommand(options: { logs: string; out?: string }): Promise<void> {
  const run = options.out === undefined ? null : beginFigures('fit-operators', options.out);
  const loaded = await loadDataset(options.logs);
  const { dataset, importer } = loaded;
  const star = importer === 'star';
  const fit = fitOperators(dataset.sessions);
  const people = fitPeople(dataset.sessions);
  const check = judgeCheck(checkFit(dataset.sessions, createRng('fitted teams', SEED)));
  print(renderFit(fit, star));
  print(['', ...peopleLines(people)].join('\n'));
  print(
    [
      '',
      'Answers to suggestions, by the kind of the first one shown:',
      ...ratesLines(tallyOperators(dataset.sessions)),
    ].join('\n'),
  );
  print(['', ...checkLines(check)].join('\n'));
  if (run === null) return;
  print();
  await finishFigures(run, loaded, SEED, fitFindings({ fit, people, check, star }));
  const path = join(run.folder, 'operators.json');
  writeFileAtomic(path, `${JSON.stringify({ ...fit, people, check }, null, 2)}\n`);
  print(`\nThe fit, for other programs: ${displayPath(path)}.`);
}

function renderFit(fit: OperatorsFit, star: boolean): string {
  const lines = [`${fit.operators.length} operators.`, '', 'Active time of each act, lognormal:'];
  lines.push(row('act', 'times', 'median', 'sigma', star ? 'STAR as published (median)' : ''));
  for (const act of ACTS) {
    const { count, medianMs, sigma, assumed } = fit.acts[act];
    const published = star ? STAR_PUBLISHED.acts[act] : '';
    lines.push(row(act, String(count), seconds(medianMs), sigma.toFixed(2), assumed ? 'assumed: too few' : published));
  }
  lines.push('', 'Active time of a complete session:');
  const { sessionActiveMs: session, acceptance } = fit;
  lines.push(
    session === null
      ? '  the log has none'
      : `  mean ${seconds(session.mean)}, median ${seconds(session.median)}, ${session.sessions} sessions`,
  );
  if (star) lines.push(`  published: ${STAR_PUBLISHED.session}`);
  lines.push('', 'Suggestions taken rather than overridden, by operator (more than 100 replies):');
  lines.push(
    acceptance === null ? '  the log has no operator with so many replies to suggestions' : `  ${spread(acceptance)}`,
  );
  if (star) lines.push(`  published: ${STAR_PUBLISHED.acceptance}`);
  return lines.join('\n');
}

function peopleLines({ acceptance, pace }: PeopleFit): string[] {
  const lines = ['How operators differ, chance taken out:'];
  if (acceptance) {
    const { mean, sigma, operators } = acceptance;
    const median = (100 / (1 + Math.exp(-mean))).toFixed(1);
    lines.push(
      `  log-odds of taking a suggestion: sigma ${sigma.toFixed(2)} about ${mean.toFixed(2)} (${median} %), ${operators} operators`,
    );
  }
  if (pace) lines.push(`  logarithm of times: sigma ${pace.sigma.toFixed(2)}, ${pace.operators} operators`);
  if (!acceptance && !pace) lines.push('  the log has too few of them');
  return lines;
}

function spread({ operators, min, q1, median, q3, max }: Spread): string {
  const percent = (share: number) => (100 * share).toFixed(0);
  return `median ${percent(median)} %, quartiles ${percent(q1)}–${percent(q3)} %, range ${percent(min)}–${percent(max)} %, ${operators} operators`;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function row(act: string, times: string, median: string, sigma: string, note: string): string {
  return `  ${act.padEnd(10)}${times.padStart(8)}${median.padStart(10)}${sigma.padStart(8)}   ${note}`.trimEnd();
}

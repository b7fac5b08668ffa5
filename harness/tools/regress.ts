import { dirname, join } from 'node:path';
import { type Night, type NightVerdict, verdictOfAll } from '../../reports/nightly/night.ts';
import { countOf, formatCount } from '../../reports/present/format-value.ts';
import { decidingWords } from '../../reports/present/judgement-words.ts';
import { sentence } from '../../reports/present/sentence.ts';
import { discover } from '../bench/models/discover.ts';
import { compareWithBaseline } from '../bench/regress/compare-with-baseline.ts';
import { appendNight, type JudgedRun, nightOfHistory, readHistory } from '../bench/regress/history.ts';
import { judgeNight } from '../bench/regress/judge-night.ts';
import { DEFAULT_RULES, readRules } from '../bench/regress/rules.ts';
import { displayPath } from '../bench/report/report-figures.ts';
import { shellWord } from '../bench/report/shell-word.ts';
import { writeFileAtomic } from '../contract/atomic-write.ts';
import type { Metric } from '../contract/metric.ts';
import type { Reporter } from '../contract/reporter.ts';
import { EXIT, type ExitCode, UsageError } from '../runner/exit-code.ts';
import { readRun } from '../runner/open-run.ts';
import { outputLook, print, printCommands, printPainted } from '../runner/output.ts';
import { requireWritable } from './check-beforehand.ts';

export interface RegressOptions {
  /** A run folder, or a committed file of sums. */
  readonly baseline: string;
  /** A file of rules. Absent: those that every run has. */
  readonly rules?: string;
  readonly across?: string;
  /** Names of reporters, separated by commas. */
  readonly reporter: string;
  /** A folder for what reporters write. Absent: the run's own. */
  readonly out?: string;
  /** A file that gets a line for the night. Absent: none. */
  readonly history?: string;
}

/** What a verdict says to the caller. A run that is not whole passes never. */
function exitCodeOf(verdict: NightVerdict, incomplete: boolean): ExitCode {
  if (verdict === 'FAIL') return EXIT.regression;
  if (incomplete) return EXIT.incomplete;
  return verdict === 'UNDECIDED' ? EXIT.undecided : EXIT.good;
}

/** `bench regress`: the verdict on a run beside its baseline. Plays nothing. */
export async function regress(run: string, options: RegressOptions): Promise<void> {
  const reporters = await reportersOf(options.reporter);
  const rules = options.rules === undefined ? DEFAULT_RULES : readRules(options.rules);
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const across = namesIn(options.across);
  // What is wrong with it is said before the verdict, and not in its place.
  if (options.history !== undefined) {
    readHistory(options.history);
    requireWritable('--history', dirname(options.history));
  }
  const beside = compareWithBaseline(options.baseline, run, metrics, across);
  const checks = judgeNight({
    rules,
    lenient: options.rules === undefined,
    metrics,
    measured: beside.measured,
    layers: beside.layers,
    show: (session) => `pnpm bench show ${shellWord(displayPath(run))} ${shellWord(session)}`,
  });
  const judged = verdictOfAll(checks);
  // What was not played might have failed.
  const verdict = beside.incomplete && judged !== 'FAIL' ? 'UNDECIDED' : judged;
  const night: Night = {
    format: 'deskbench-night',
    version: 1,
    verdict,
    headline: headlineOf(verdict, checks, beside.incomplete),
    base: displayPath(options.baseline),
    next: displayPath(run),
    command: ['pnpm bench', ...process.argv.slice(2).map(shellWord)].join(' '),
    startedAt: beside.startedAt,
    seconds: beside.seconds,
    findings: [...beside.findings],
    checks,
  };
  report(night, reporters, options.out ?? run);
  process.exitCode = exitCodeOf(verdict, beside.incomplete);
  if (options.history !== undefined)
    remember(options.history, { night, run: readRun(run), whole: !beside.incomplete, across });
}

function remember(path: string, judged: JudgedRun): void {
  const { nights, added } = appendNight(path, nightOfHistory(judged));
  print(`history, ${countOf(nights, 'night')}${added ? '' : ', this one was there'}: ${displayPath(path)}`);
}

export const namesIn = (list = '') => list.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));

async function reportersOf(names: string): Promise<Reporter<Night>[]> {
  const known = await discover<Reporter<Night>>('reports/reporters', 'reporter');
  return namesIn(names).map((name) => {
    const found = known.find((one) => one.name === name);
    if (!found) throw new UsageError(`--reporter ${name}: known are ${known.map((one) => one.name).join(', ')}.`);
    return found;
  });
}

function headlineOf(verdict: NightVerdict, checks: Night['checks'], incomplete: boolean): string {
  const judged = checks.filter(({ tier }) => tier !== 'watch');
  const count = (wanted: NightVerdict) => judged.filter((one) => one.verdict === wanted).length;
  const whole = incomplete ? ' The run is not whole.' : '';
  const tally = `${count('FAIL')} worse, ${count('UNDECIDED')} undecided, ${count('WARN')} a little worse, ${count('PASS')} good`;
  const answer = {
    PASS: 'No regression',
    WARN: 'No regression, and something to look at',
    FAIL: 'A regression',
    UNDECIDED: 'No verdict: too little evidence',
  }[verdict];
  const needed = verdict === 'UNDECIDED' ? neededForAll(judged) : '';
  return `${answer}. Of ${countOf(judged.length, 'check')}: ${tally}.${needed}${whole}`;
}

/** How many sessions would decide what must hold and is undecided: as many as the check takes that needs most. */
function neededForAll(judged: Night['checks']): string {
  const open = judged.filter(({ verdict, tier }) => verdict === 'UNDECIDED' && tier === 'must');
  const [most] = open.toSorted((a, b) => (b.sessionsToDecide ?? Infinity) - (a.sessionsToDecide ?? Infinity));
  if (!most) return '';
  const { sessionsToDecide, clusters, sessions } = most;
  const often = sessionsToDecide === null ? '' : ` in 80\u202f% of nights; this one has ${formatCount(sessions)}`;
  return ` ${sentence(decidingWords(sessionsToDecide, clusters) + often)}`;
}

/** The first that has no file prints; all others write theirs. */
function report(night: Night, reporters: readonly Reporter<Night>[], folder: string): void {
  for (const reporter of reporters) {
    const text = reporter.render(night, outputLook());
    if (reporter.commands) printCommands(text);
    else if (reporter.fileName === null) printPainted(text);
    else {
      const path = join(folder, reporter.fileName);
      writeFileAtomic(path, text);
      print(`${reporter.name}: ${displayPath(path)}`);
    }
  }
}

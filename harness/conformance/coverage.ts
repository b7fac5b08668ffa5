import { clopperPearson } from '../../reports/stats/clopper-pearson.ts';
import { COVERAGE_CASES } from '../../reports/stats/testing/coverage-cases.ts';
import { coverageOf, testRng } from '../../reports/stats/testing/draws.ts';
import { OTHER_INTERVALS } from '../../reports/stats/testing/other-intervals.ts';
import {
  coverageOfSessions,
  coverageOfSteps,
  type Intervals,
  oursBySessions,
  type ShareCoverage,
} from '../../reports/stats/testing/share-coverage.ts';
import { print } from '../runner/output.ts';

/**
 * Prints how often the 95 % intervals of each kind of figure hold the truth, as Markdown: the tables of docs/coverage.md.
 * Run by `pnpm coverage`; a number of studies may follow.
 */

const CLUSTERS = [20, 100, 600];
const studies = Number(process.argv[2] ?? 4000);
if (!(Number.isInteger(studies) && studies >= 100)) throw new Error('Give a whole number of studies, 100 or more.');

const percent = (share: number) => (100 * share).toFixed(1);
const row = (cells: readonly (string | number)[]) => print(`| ${cells.join(' | ')} |`);
const head = (cells: readonly string[]) => {
  row(cells);
  row(cells.map(() => '---'));
};
const inCells = (found: readonly ShareCoverage[]) =>
  found.map(({ mean, least, at }) => `${percent(mean)}, least ${percent(least)} at ${at.toFixed(3)}`);

head(['shares of sessions', ...CLUSTERS.map((clusters) => `${clusters} sessions`)]);
const exact: Intervals = (trials) =>
  Array.from({ length: trials + 1 }, (_, successes) => clopperPearson(successes, trials));
row([
  '**mid-p on effective trials (ours)**',
  ...inCells(CLUSTERS.map((trials) => coverageOfSessions(trials, oursBySessions))),
]);
row(['Clopper-Pearson', ...inCells(CLUSTERS.map((trials) => coverageOfSessions(trials, exact)))]);
for (const [name, interval] of Object.entries(OTHER_INTERVALS)) {
  const intervals: Intervals = (trials) =>
    Array.from({ length: trials + 1 }, (_, successes) => interval(successes, trials));
  row([name, ...inCells(CLUSTERS.map((trials) => coverageOfSessions(trials, intervals)))]);
}

print();
head(['shares of steps', ...CLUSTERS.map((clusters) => `${clusters} sessions`)]);
const shares = Array.from({ length: 13 }, (_, at) => 0.02 + 0.08 * at);
for (const [name, alike] of [
  ['steps of a session much alike (Beta of 2)', 2],
  ['somewhat alike (Beta of 5)', 5],
  ['hardly alike (Beta of 50)', 50],
] as const)
  row([
    name,
    ...inCells(
      CLUSTERS.map((clusters) =>
        coverageOfSteps(clusters, alike, shares, Math.ceil(studies / 8), testRng(`steps ${alike} ${clusters}`)),
      ),
    ),
  ]);

print();
head(['figure', 'distribution', ...CLUSTERS.map(String)]);
for (const { figure, distribution, truth, draw } of COVERAGE_CASES)
  row([
    figure,
    distribution,
    ...CLUSTERS.map((clusters) => {
      const rng = testRng(`${figure} ${distribution} ${clusters}`);
      return percent(coverageOf(studies, truth, () => draw(clusters, rng)));
    }),
  ]);

import type { Mutant } from './mutant.ts';

const FAULTS = 'harness/conformance/induced-faults.test.ts';
const COMPARED = 'harness/tools/compare.test.ts';
const NIGHT = 'harness/bench/regress/judge-night.test.ts';
const BASELINE = 'harness/bench/regress/baseline.test.ts';
const PAIRS = 'reports/stats/compare-pairs.test.ts';

/** Faults in what compares two runs, judges a night and tells it: the other run, direction, margin, exit code or escape. */
export const NIGHTLY_MUTANTS: readonly Mutant[] = [
  {
    file: 'harness/bench/regress/judge-night.ts',
    fault: 'what a share changes by is told as a share, not in points',
    find: "metric.unit === 'share' ? 'points' : metric.unit;\n  const [before",
    put: 'metric.unit;\n  const [before',
    tests: ['harness/bench/regress/judge-night.test.ts'],
  },
  {
    file: 'reports/stats/compare-pairs.ts',
    fault: 'the difference is that of the base run less the new one',
    find: "pairedDifference(keyed('next'), keyed('base'), unit, better)",
    put: "pairedDifference(keyed('base'), keyed('next'), unit, better)",
    tests: [PAIRS],
  },
  {
    file: 'reports/stats/compare-pairs.ts',
    fault: 'sessions that share a case are counted one by one',
    find: "unit === 'share' && alone && rose",
    put: "unit === 'share' && rose",
    tests: [PAIRS],
  },
  {
    file: 'reports/stats/compare-pairs.ts',
    fault: 'a session that adds as much of another whole is unchanged',
    find: 'base.numerator === next.numerator && base.denominator === next.denominator',
    put: 'base.numerator === next.numerator',
    tests: [PAIRS],
  },
  {
    file: 'harness/bench/regress/judge-night.ts',
    fault: 'the loss is looked for at the end of the interval that looks away from it',
    find: "const end = better === 'higher' ? low : high;",
    put: "const end = better === 'higher' ? high : low;",
    tests: [NIGHT],
  },
  {
    file: 'harness/bench/regress/judge-night.ts',
    fault: 'a part of the base run is taken from the new one',
    find: 'function marginOf(margin: Margin | undefined, { margin: usual, base }: RunDifference)',
    put: 'function marginOf(margin: Margin | undefined, { margin: usual, next: base }: RunDifference)',
    tests: [NIGHT],
  },
  {
    file: 'harness/bench/regress/judge-night.ts',
    fault: 'checks that are only watched make the others harder to show',
    find: "rule.tier !== 'watch' && !difference.unchanged",
    put: '!difference.unchanged',
    tests: [NIGHT],
  },
  {
    file: 'harness/bench/regress/judge-night.ts',
    fault: 'sessions that got better are told as worse',
    find: "worse: better === 'higher' ? difference.fell : difference.rose,",
    put: 'worse: difference.fell,',
    tests: [NIGHT],
  },
  {
    file: 'harness/bench/regress/judge-night.ts',
    fault: 'layers that should be the same fail nothing',
    find: "verdict: tier === 'watch' ? 'PASS' : 'FAIL',",
    put: "verdict: tier === 'must' ? 'FAIL' : 'PASS',",
    tests: [NIGHT, FAULTS],
  },
  {
    file: 'harness/bench/compare/run-sums.ts',
    fault: 'episodes that only one of the runs has are counted for the other',
    find: 'onlyBase: count(base) - shared, onlyNext: count(next) - shared',
    put: 'onlyBase: count(next) - shared, onlyNext: count(base) - shared',
    tests: [BASELINE],
  },
  {
    file: 'harness/bench/compare/run-sums.ts',
    fault: 'an operator of one population is that of another',
    find: 'operator: operator === null ? null : inPopulation(operator),',
    put: 'operator,',
    tests: ['harness/bench/compare/run-sums.test.ts'],
  },
  {
    file: 'harness/bench/compare/compare-runs.ts',
    fault: 'the sessions that got better are listed',
    find: "const worse = better === 'higher' ? -1 : 1;",
    put: "const worse = better === 'higher' ? 1 : -1;",
    tests: [NIGHT],
  },
  {
    file: 'harness/bench/compare/compare-runs.ts',
    fault: 'crashes are counted for the other run',
    find: 'if (gone.base) crashed.base++;',
    put: 'if (gone.next) crashed.base++;',
    tests: [COMPARED],
  },
  {
    file: 'harness/bench/compare/compare-runs.ts',
    fault: 'episodes that only one of the runs has are told of the other',
    find: 'lacking(matched.onlyBase.length, matched.onlyNext.length, crashed)',
    put: 'lacking(matched.onlyNext.length, matched.onlyBase.length, crashed)',
    tests: [COMPARED],
  },
  {
    file: 'harness/tools/regress.ts',
    fault: 'a run that is not whole hides its regression',
    find: "beside.incomplete && judged !== 'FAIL'",
    put: 'beside.incomplete',
    tests: [FAULTS],
  },
  {
    file: 'harness/tools/regress.ts',
    fault: 'a night that is undecided passes',
    find: "verdict === 'UNDECIDED' ? EXIT.undecided : EXIT.good",
    put: 'EXIT.good',
    tests: [FAULTS],
  },
  {
    file: 'harness/tools/compare.ts',
    fault: 'a comparison that is not whole ends well',
    find: 'process.exitCode = comparison.incomplete.length === 0 ? EXIT.good : EXIT.incomplete;',
    put: 'process.exitCode = EXIT.good;',
    tests: [COMPARED],
  },
  {
    file: 'harness/tools/runs.ts',
    fault: 'the oldest run stands first',
    find: 'beganOf(b.run).localeCompare(beganOf(a.run))',
    put: 'beganOf(a.run).localeCompare(beganOf(b.run))',
    tests: ['harness/tools/show.test.ts'],
  },
  {
    file: 'harness/tools/doctor.ts',
    fault: 'a machine that lacks something ends well',
    find: 'process.exitCode = lacking.length === 0 ? EXIT.good : EXIT.incomplete;',
    put: 'process.exitCode = EXIT.good;',
    tests: ['harness/tools/doctor.test.ts'],
  },
  {
    file: 'reports/reporters/github.ts',
    fault: 'a title may hold what ends it',
    find: ".replaceAll(',', '%2C')",
    put: '',
    tests: ['reports/reporters/github.test.ts'],
  },
  {
    file: 'reports/reporters/junit.ts',
    fault: 'an undecided check passes',
    find: "UNDECIDED: () => [element('error', { message: sentence, type: verdict }, words)],",
    put: 'UNDECIDED: () => [],',
    tests: ['reports/reporters/junit.test.ts'],
  },
  {
    file: 'reports/reporters/support/xml.ts',
    fault: 'quotes in an attribute end it',
    find: '.replace(/[&<>"]/g,',
    put: '.replace(/[&<>]/g,',
    tests: ['reports/reporters/junit.test.ts'],
  },
  {
    file: 'reports/stats/verdict.ts',
    fault: 'the sessions that a test imagines are forgotten where it is said how many would decide',
    find: 'size === null ? 0 : 2 * imaginedSize(count * size, squares) ** 2',
    put: '0',
    tests: ['reports/stats/judge-family.test.ts'],
  },
];

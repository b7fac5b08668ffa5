import { describe, expect, it } from 'vitest';
import { tableTerminal } from '../../../reports/figures/figures-terminal.ts';
import { midP } from '../../../reports/stats/mid-p.ts';
import { testRng } from '../../../reports/stats/testing/draws.ts';
import type { Metric } from '../../contract/metric.ts';
import { textWidth } from '../../contract/text-width.ts';
import type { MeasuredCell } from '../compare/run-sums.ts';
import { findTrends } from './find-trends.ts';
import { nightOfHistory } from './history.ts';
import { judgeNight } from './judge-night.ts';
import { checkOfHistory, historyOf, nightAt, quietHistory } from './testing/histories.ts';
import { sparkline, trendFindings, trendPlots, trendTable } from './trend-figures.ts';

const ACCURACY: Metric = {
  ...{ name: 'action_accuracy', title: 'Right suggestions', unit: 'share', summary: '', better: 'higher' },
  measure: () => ({ numerator: 0, denominator: 0 }),
};
const trendsOf = (history: Parameters<typeof findTrends>[0]) => findTrends(history, [ACCURACY]);
const days = (count: number) => Array.from({ length: count }, (_, day) => day);

describe('a decline by a tenth of the margin a night', () => {
  const SESSIONS = 500;
  const STEPS = 10;
  const cells = ['falls', ...days(7).map((at) => `stays ${at}`)];
  /** What every session of a night has right, cell by cell. */
  const rng = testRng('a slow decline');
  const right = days(21).map((day) =>
    cells.map((cell) => {
      const share = cell === 'falls' ? 0.8 - 0.002 * day : 0.8;
      return days(SESSIONS).map(() => days(STEPS).filter(() => rng.next() < share).length);
    }),
  );
  const measuredOn = (day: number): MeasuredCell[] =>
    cells.map((arm, at) => ({
      of: { part: '', cell: arm, arm, noise: '' },
      metric: ACCURACY,
      pairs: days(SESSIONS).map((session) => ({
        ...{
          id: `${session}`,
          caseKey: `${session}`,
          session: `${session}`,
          play: '',
          population: '1',
          operator: null,
        },
        base: { numerator: right[day - 1]![at]![session]!, denominator: STEPS },
        next: { numerator: right[day]![at]![session]!, denominator: STEPS },
      })),
    }));
  /** Every night beside the night before. */
  const history = days(20).map((at) => {
    const rules = { checks: [{ metric: 'action_accuracy', tier: 'must' as const }] };
    const measured = measuredOn(at + 1);
    const checks = judgeNight({ rules, lenient: false, metrics: [ACCURACY], measured, layers: null, show: () => '' });
    const { startedAt } = nightAt(at, []);
    const night = { ...({ format: 'deskbench-night', version: 1, verdict: 'PASS' } as const), headline: '', base: '' };
    return nightOfHistory({
      night: { ...night, next: '', command: '', startedAt, seconds: null, findings: [], checks },
      run: { fingerprint: {}, attempts: [] },
      whole: true,
      across: [],
    });
  });

  it('is shown by no night, and found over twenty', () => {
    const judged = history.flatMap(({ checks }) => checks).filter(({ cell }) => cell === 'falls');
    expect(judged.filter(({ verdict }) => verdict === 'FAIL' || verdict === 'WARN')).toEqual([]);
    const { figures } = trendsOf(history);
    const [first, ...others] = figures;
    expect(first).toMatchObject({
      cell: 'falls',
      moved: { direction: 'declines', atOnce: false, worse: true, shownBy: [] },
    });
    expect(first!.slope.low).toBeLessThan(-0.002);
    expect(first!.slope.high).toBeGreaterThan(-0.002);
    expect(others.map(({ moved }) => moved)).toEqual(others.map(() => null));
  });

  it('is the first thing that is said, with its slope and since when', () => {
    const [answer, falls] = trendFindings(trendsOf(history));
    expect(answer).toBe(
      '1 of 8 figures declined or rose over 20 nights, 2026-03-01 to 2026-03-20: 1 for the worse, 1 of them shown by no single night.',
    );
    expect(falls).toMatch(
      /^Right suggestions, falls, declines \(worse\): −0\.\d+\spp \[.*\] a night, from .* around 2026-03-/,
    );
  });

  it('fits 80 columns, each figure on one line', () => {
    const shown = tableTerminal(trendTable(trendsOf(history)), { width: 80, colour: false }).split('\n');
    for (const line of shown) expect(textWidth(line)).toBeLessThanOrEqual(80);
    expect(shown.filter((line) => line.includes('falls'))).toHaveLength(1);
  });
});

describe('over the nights of a history', () => {
  it('a change at once is found where it is, with its night and its commit', () => {
    const values = days(20).map((day) => (day < 12 ? 0.8 : 0.79) + 0.0001 * (day % 3));
    const trends = trendsOf(historyOf(values));
    expect(trends.figures).toMatchObject([{ at: 12, moved: { atOnce: true, direction: 'declines' } }]);
    expect(trendFindings(trends)[1]).toContain('declines (worse) at once on 2026-03-13, commit 000000000000');
    const [plot] = trendPlots(trends);
    expect(plot?.references).toEqual([{ axis: 'x', from: 12.5, to: 12.5, label: 'since 2026-03-13' }]);
  });

  it('what its own check saw is said to be seen, and a rise of what is good is no loss', () => {
    const history = historyOf(days(20).map((day) => 0.8 - 0.01 * day));
    history[15]!.checks[0]!.verdict = 'FAIL';
    expect(trendFindings(trendsOf(history))[1]).toContain('1 night showed it, first 2026-03-16.');
    const [rise] = trendsOf(historyOf(days(20).map((day) => 0.5 + 0.01 * day))).figures;
    expect(rise).toMatchObject({ moved: { direction: 'rises', worse: false } });
    const [unknown] = trendsOf(historyOf(days(20), { metric: 'gone' })).figures;
    expect(unknown).toMatchObject({ title: 'gone', moved: { worse: null } });
  });

  it('nights of another question and nights that are not whole are left out, which is said', () => {
    const alike = historyOf(days(12).map((day) => 0.8 - 0.001 * day));
    const other = nightAt(-1, [checkOfHistory({ value: 99 })], { question: 'other' });
    const broken = nightAt(30, [checkOfHistory({ value: 99 })], { whole: false });
    const gone = alike.map((night, at) => ({
      ...night,
      checks: at === 3 ? [...night.checks, checkOfHistory({ cell: 'old' })] : night.checks,
    }));
    const trends = trendsOf([other, broken, ...gone]);
    expect(trends).toMatchObject({ others: 1, broken: 1, gone: 1, figures: [{ values: { length: 12 } }] });
    expect(trendFindings(trends).filter((one) => one.startsWith('Left out'))).toEqual([
      'Left out: 1 night of other data, options or seeds than the last.',
      'Left out: 1 night not whole.',
      'Left out: 1 figure that the last night did not measure.',
    ]);
  });

  it('too few nights show nothing, and how many would is said: at that many a decline on each is found', () => {
    for (const [nights, isFound] of [
      [4, false],
      [5, true],
    ] as const) {
      const trends = trendsOf(historyOf(days(nights).map((day) => 0.8 - 0.001 * day)));
      expect(trends.fewest).toBe(5);
      expect(trends.figures[0]!.moved !== null).toBe(isFound);
      expect(trendFindings(trends).some((one) => one.includes('5 nights are the fewest'))).toBe(!isFound);
    }
    expect(trendFindings(trendsOf(historyOf([0.8])))[0]).toBe(
      '1 night so far, 2026-03-01: there is nothing to compare.',
    );
    expect(trendFindings(trendsOf([]))[0]).toMatch(/^No night/);
  });

  it('figures that never change take nothing from the others', () => {
    const still = days(30).map((at) => checkOfHistory({ cell: `still ${at}` }));
    const history = historyOf(days(6).map((day) => 0.8 - 0.001 * day)).map((night) => ({
      ...night,
      checks: [...night.checks, ...still],
    }));
    expect(trendsOf(history).figures.filter(({ moved }) => moved)).toHaveLength(1);
  });

  it('nothing that changes is called a change at most once in twenty, over all figures', () => {
    const rng = testRng('quiet histories');
    const histories = 150;
    const called = days(histories).filter(() => trendsOf(quietHistory(20, 8, rng)).figures.some(({ moved }) => moved));
    expect(midP(called.length, histories).low).toBeLessThan(0.05);
  });

  it('a jump whose levels fall on is a rise: where no trend is shown, medians before and since say the direction', () => {
    const values = days(22).map((day) => (day < 6 ? 0.3 : 0.6) - 0.001 * day);
    const [{ p, moved, at } = { p: null }] = trendsOf(historyOf(values)).figures;
    expect(p!.trend).toBeGreaterThan(0.05);
    expect(p!.change).toBeLessThan(0.05);
    expect([at, moved?.direction, moved?.worse, moved?.atOnce]).toEqual([6, 'rises', false, true]);
    expect([moved?.before, moved?.since]).toEqual([expect.closeTo(0.2975), expect.closeTo(0.5865)]);
    // Where less is better the same is a loss.
    const less = { ...ACCURACY, better: 'lower' as const };
    expect(findTrends(historyOf(values), [less]).figures[0]?.moved).toMatchObject({ direction: 'rises', worse: true });
  });

  it('the worse stand first, then what no night showed, then the surer; what did not move stands last', () => {
    const series: Record<string, (day: number) => number> = {
      still: (day) => day % 2,
      better: (day) => day,
      'worse, shown': (day) => -day,
      'worse, less sure': (day) => (day === 4 ? -2.5 : -day),
      worse: (day) => -day,
    };
    const unknown = (day: number) => checkOfHistory({ metric: 'gone', cell: 'unknown', value: day });
    const history = days(12).map((day) =>
      nightAt(day, [
        ...Object.entries(series).map(([cell, valueAt]) =>
          checkOfHistory({
            ...{ cell, value: valueAt(day) },
            verdict:
              cell.endsWith('shown') && day === 9 ? 'WARN' : cell === 'worse' && day === 9 ? 'UNDECIDED' : 'PASS',
          }),
        ),
        unknown(day),
      ]),
    );
    const order = ['worse', 'worse, less sure', 'worse, shown', 'unknown', 'better', 'still'];
    expect(trendsOf(history).figures.map(({ cell }) => cell)).toEqual(order);
    const shown = trendsOf(history).figures.map(({ moved }) => moved?.shownBy.map(({ startedAt }) => startedAt) ?? []);
    expect(shown.map(({ length }) => length)).toEqual([0, 0, 1, 0, 0, 0]);
    expect(shown[2]).toEqual([history[9]!.startedAt]);
  });

  it('nights are read in the order in which they ran, each once, and only where they measured', () => {
    const history = historyOf(days(10).map((day) => 0.8 - 0.01 * day)).map((night, at) => ({
      ...night,
      checks: at === 4 ? [checkOfHistory({ value: null })] : [...night.checks, ...night.checks],
    }));
    const inOrder = trendsOf(history).figures;
    expect(inOrder).toHaveLength(1);
    expect(inOrder[0]?.values).toHaveLength(9);
    expect(inOrder[0]?.nights.map(({ startedAt }) => startedAt)).toEqual(
      history.flatMap(({ startedAt }, at) => (at === 4 ? [] : [startedAt])),
    );
    const dealt = [7, 2, 9, 0, 4, 6, 1, 8, 3, 5].map((at) => history[at]!);
    expect(trendsOf(dealt)).toEqual(trendsOf(history));
  });

  it('more figures need more nights, as no order of fewer is rare enough for all of them', () => {
    const fewest = [0, 1, 2, 8, 9].map((figures) => {
      const checks = (day: number) => days(figures).map((at) => checkOfHistory({ cell: `${at}`, value: day }));
      return trendsOf([0, 1].map((day) => nightAt(day, checks(day)))).fewest;
    });
    // Two orders of n! are the rarest; of each figure two tests are made: 2/n! · 2 · figures < 5 %.
    expect(fewest).toEqual([5, 5, 6, 6, 7]);
  });

  it('small pictures run from the least to the largest', () => {
    expect(sparkline([1, 2, 3])).toBe('▁▅█');
    expect(sparkline(days(40))).toHaveLength(10);
    expect(sparkline([2, 2])).toBe('▄▄');
  });
});

import { describe, expect, it } from 'vitest';
import type { TalliedSession } from '../../../reports/results/repeat-tally.ts';
import { isZeroNoise, noisiest, sameNoiseCell, zeroNoiseCell } from './cells.ts';
import { describeAnswer } from './closed-findings.ts';
import { atNoise, comparisonOf, pointsClause, shareWords, targetClause, timeClause } from './finding-words.ts';
import { levelAnswers } from './level-answers.ts';
import { reliabilityFindings, reliabilityTables } from './reliability.ts';
import type { CellResult, Comparison } from './results.ts';
import { openPlots } from './staged-plots.ts';
import { levelCells } from './testing/levels.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');
const base: Comparison = {
  ...{ metric: 'm', cell: 'c', baseline: 'b', estimate: -2000, low: -3000, high: -1000, margin: 1000, p: 0.01 },
  ...{ relative: { estimate: -0.2, low: -0.3, high: -0.1 }, verdict: 'better', sessionsToDecide: null },
};

describe('words of comparisons', () => {
  it.each<[Partial<Comparison>, string]>([
    [{}, '20 % [10, 30] of operator time was saved against X'],
    [
      { verdict: 'worse', relative: { estimate: 0.2, low: 0.1, high: 0.3 } },
      'operator time rose by 20 % [10, 30] against X',
    ],
    [{ relative: null }, 'operator time changed by −2.0 s [−3.0, −1.0] a session against X'],
    [{ estimate: null }, 'operator time could not be compared with X'],
    [{ estimate: 0, low: null, high: null }, 'operator time was the same as with X'],
  ])('of time: %j', (more, words) => {
    expect(plain(timeClause({ ...base, ...more }, 'X'))).toBe(words);
  });

  it('of time that is not told apart say so', () => {
    const equivalent = { ...base, estimate: 0, low: -100, high: 100, verdict: 'equivalent' } as const;
    expect(plain(timeClause(equivalent, 'X'))).toMatch(/^operator time against X is equivalent within .* a session\)$/);
  });

  it.each<[Partial<Comparison>, string]>([
    [{ estimate: -0.1, low: -0.2, high: -0.05 }, 'S were fewer than Y: −10.0 pp [−20.0, −5.0]'],
    [{ estimate: 0.1, low: 0.05, high: 0.2, verdict: 'worse' }, 'S were more than Y: 10.0 pp [5.0, 20.0]'],
    [{ estimate: null }, 'S could not be compared with those Y'],
  ])('of shares: %j', (more, words) => {
    expect(plain(pointsClause({ ...base, ...more }, 'S', 'Y'))).toBe(words);
  });

  it.each([
    [0.9, 0.95, 'above the target of 90.0 %'],
    [0.7, 0.89, 'below the target of 90.0 %'],
    [0.7, 0.9, 'which does not tell whether the target of 90.0 % is met'],
    [0.8, 0.95, 'which does not tell whether the target of 90.0 % is met'],
    [null, null, 'which does not tell whether the target of 90.0 % is met'],
  ])('of a target: from %s to %s is %s', (low, high, words) => {
    expect(plain(targetClause({ low, high }, 0.9))).toBe(words);
  });

  it('leave rates of 0 out', () => {
    const at = (alpha: string, beta: string, slip: string) => atNoise({ noise: { alpha, beta, slip } });
    expect([at('0', '0.0', '0'), at('0.1', '0', '0.02'), at('paper', '0.3', '0')]).toEqual([
      ...['without noise', 'at α 0.1, slip 0.02', 'at α paper, β 0.3'],
    ]);
  });

  it('find the comparison of both cells by the metric', () => {
    const [cell, other] = levelCells([[0, 0, 0]]) as [CellResult, CellResult];
    const made = { ...base, cell: cell.id, baseline: other.id };
    expect(comparisonOf([base, made], 'm', cell, other)).toBe(made);
    expect(comparisonOf([made], 'n', cell, other)).toBeUndefined();
    expect(comparisonOf([made], 'm', other, cell)).toBeUndefined();
    expect(comparisonOf([made], 'm', cell, undefined)).toBeUndefined();
    expect([shareWords(cell, 'session_automation'), shareWords(cell, 'none')].map(plain)).toEqual([
      ...['30 % [20, 40]', 'an unknown share'],
    ]);
  });
});

describe('cells', () => {
  const cells = levelCells([
    [0, 0, 0],
    [0.2, 0.1, 0],
    [0, 0, 0.05],
  ]);
  const named = (name: string) => cells.find(({ id }) => id === name)!;
  const noisy = named('selective alpha=0.2 beta=0.1 slip=0');

  it('have a baseline at the same noise, driver and loop; the operator alone stands in by slip', () => {
    expect(sameNoiseCell(cells, noisy, 'copilot')?.id).toBe('copilot alpha=0.2 beta=0.1 slip=0');
    const without = cells.filter(({ id }) => !id.includes('alpha=0.2') || id === noisy.id);
    expect(sameNoiseCell(without, noisy, 'human-only')?.id).toBe('human-only alpha=0 beta=0 slip=0');
    expect(sameNoiseCell(without, noisy, 'copilot')).toBeUndefined();
    expect(sameNoiseCell(cells, { ...noisy, driver: 'browser' }, 'copilot')).toBeUndefined();
    expect(sameNoiseCell(cells, { ...noisy, loop: 'closed' }, 'copilot')).toBeUndefined();
  });

  it('have one of the same arm without noise', () => {
    expect(zeroNoiseCell(cells, noisy)?.id).toBe('selective alpha=0 beta=0 slip=0');
    expect(zeroNoiseCell(cells, { ...noisy, driver: 'browser' })).toBeUndefined();
    expect(zeroNoiseCell(cells, { ...noisy, loop: 'closed' })).toBeUndefined();
    expect(cells.filter(isZeroNoise)).toHaveLength(3);
  });

  it('are noisiest by the sum of rates; of equal ones, and of those without numbers, the last', () => {
    const of = (...levels: Parameters<typeof levelCells>[0]) => noisiest(levelCells(levels)).noise;
    expect(of([0.1, 0.1, 0], [0.2, 0.2, 0.1], [0.3, 0, 0])).toEqual({ alpha: '0.2', beta: '0.2', slip: '0.1' });
    expect(of([0.1, 0.2, 0], [0.2, 0.1, 0])).toMatchObject({ alpha: '0.2' });
    expect(of(['x', 0, 0], ['y', 0, 0])).toMatchObject({ alpha: 'y' });
  });
});

describe('the answer in words', () => {
  const rows = levelAnswers(
    {},
    {
      cells: levelCells([
        [0, 0, 0],
        [0.1, 0, 0],
        [0.2, 0, 0],
      ]),
      comparisons: [],
    },
  );
  const said = (change: (at: number) => object) =>
    describeAnswer(rows.map((row, at) => ({ ...row, ...change(at) }))).map(plain);

  it('is of the first level, and of the last whose gate opens', () => {
    expect(said((at) => ({ open: at < 2 ? 1 : 0 })).slice(0, 2)).toEqual([
      'Without noise, 30 % [20, 40] of cases run without an operator.',
      'At α 0.1, 30 % [20, 40] of cases run without an operator.',
    ]);
    expect(said(() => ({ open: 1 }))).toHaveLength(2);
    expect(said((at) => ({ open: at === 0 ? 1 : 0 }))).toHaveLength(2);
    expect(describeAnswer([])).toEqual([]);
  });

  it('says where gates stay shut, and that they do everywhere', () => {
    const shut = ', the gate stays shut: no threshold shows that operators accept 90.0 % of what would run.';
    expect(said((at) => ({ open: at === 0 ? 1 : 0 })).at(-1)).toBe(`At α 0.1; at α 0.2${shut}`);
    expect(said(() => ({ open: 0 }))).toEqual([expect.any(String), `At every noise level${shut}`]);
  });

  it('says over how many populations, once', () => {
    const over = said(() => ({ populations: 3 }));
    expect(over[0]).toMatch(/^Over 3 populations, without noise, /);
    expect(over[1]).toMatch(/^At α 0\.2, /);
  });

  it('says what becomes of time and goals, more or fewer', () => {
    const change = (estimate: number) => ({ estimate, low: estimate - 0.05, high: estimate + 0.05 });
    const first = (goalChange: object | null, saved: object | null = null) => said(() => ({ goalChange, saved }))[0];
    expect(first(change(0.1))).toContain(', and 10.0 pp [5.0, 15.0] more cases end well than with operators alone.');
    expect(first(change(-0.1))).toContain(', and 10.0 pp [5.0, 15.0] fewer cases end well than with operators alone.');
    expect(first(change(0))).toContain('and as many cases end well as with operators alone (0.0 pp [−5.0, 5.0])');
    expect(first({ estimate: null, low: null, high: null })).not.toContain('cases end well');
    expect(said(() => ({ automated: null }))[0]).toBe('Without noise, nothing could be measured.');
  });
});

describe('repeats', () => {
  const session = (name: string, passed: number, differs = true): TalliedSession => ({
    ...{ session: name, caseKey: name, repeats: 4, passed, differs },
  });
  const cell = (name: string, population: string, ...sessions: TalliedSession[]) => ({
    population,
    cell: name,
    sessions,
  });

  it('that are all equal are said to be in one sentence, over sessions of all cells', () => {
    const equal = [
      cell('c', '1', session('a', 4, false), session('b', 0, false)),
      cell('d', '1', session('a', 4, false)),
    ];
    expect(reliabilityFindings(equal, 4)).toEqual([
      expect.stringMatching(/^All 4 repeats are equal in each of 2 sessions: /),
    ]);
    expect(reliabilityTables(equal, 4)[0]).toMatchObject({ terminal: false });
    const apart = [cell('c', '1', session('a', 4, false)), cell('c', '2', session('a', 4, false))];
    expect(reliabilityFindings(apart, 4)[0]).toContain('each of 2 sessions');
  });

  it('that are not are told cell by cell, with five flaky sessions', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => session(name, 2));
    const [first, second] = reliabilityFindings(
      [cell('c', '1', ...all), cell('d', '1', session('x', 4), session('y', 3))],
      4,
    );
    expect(plain(first!)).toMatch(/^In c, 6 of 6 sessions are flaky \(a, b, c, d, e, …\): pass\^1 is 50(\.0)? % /);
    expect(plain(second!)).toMatch(/^In d, 1 of 2 sessions are flaky \(y\): pass\^1 is 88 % .* pass\^4 50 % /);
    const [none] = reliabilityFindings([cell('c', '1', session('x', 4)), cell('c', '2')], 4);
    expect(none).toMatch(/^In c, population 1, 0 of 1 session are flaky: pass/);
  });

  it('are tabled: how often all of k pass, and each flaky session', () => {
    const [table, flaky] = reliabilityTables(
      [cell('c', '1', session('x', 3), session('y', 4, false)), cell('d', '1')],
      4,
    );
    expect(table?.rows).toHaveLength(1);
    expect(table).toMatchObject({ terminal: true });
    const estimates = Object.entries(table!.rows[0]!.cells).map(([id, one]) => [
      id,
      one !== null && typeof one === 'object' ? one.estimate : one,
    ]);
    expect(Object.fromEntries(estimates)).toEqual({
      ...{
        cell: 'c',
        sessions: 2,
        pass_1: 0.875,
        pass_2: 0.75,
        pass_3: 0.625,
        pass_4: 0.5,
        flaky: 0.5,
        differing: 0.5,
      },
    });
    const details = table?.columns.filter(({ detail }) => detail).map(({ id }) => id);
    expect(details).toEqual(['pass_2', 'pass_3']);
    expect(flaky?.rows.map((row) => row.cells)).toEqual([
      { population: '1', cell: 'c', session: 'x', passed: 3, repeats: 4 },
    ]);
  });
});

describe('plots of the critic', () => {
  const points = [
    { threshold: 0.9, coverage: 0.1, risk: 0.01 },
    { threshold: 0.7, coverage: 0.4, risk: 0.05 },
    { threshold: 0.5, coverage: 1, risk: 0.2 },
  ];
  const scored = (levels: number, threshold: number | null = 0.6) =>
    levelCells(Array.from({ length: levels }, (_, at) => [at / 10, 0, 0] as const)).map(
      (cell): CellResult => ({
        ...cell,
        gate: cell.gate && { ...cell.gate, threshold },
        riskCoverage: { points, aurc: null, augrc: null, excessAurc: null, proposals: 10 },
        calibration: {
          bins: [
            { score: 0.2, right: 0.3, accepted: null, proposals: 5 },
            { score: 0.8, right: 0.9, accepted: 0.7, proposals: 5 },
          ],
          ...{ ece: null, brier: null, auroc: null },
        },
      }),
    );
  const plotOf = (cells: CellResult[], kind: string) =>
    openPlots({ cells, comparisons: [] }).find((plot) => plot.kind === kind);

  it('show risk against coverage, and where the gate stands: at the most that it lets pass', () => {
    const [curve] = plotOf(scored(1), 'risk-coverage')!.curves;
    expect(curve).toEqual({
      label: 'α 0 · β 0 · slip 0',
      points: points.map(({ coverage, risk }) => ({ x: coverage, y: risk })),
      mark: { x: 0.4, y: 0.05 },
    });
    expect(plotOf(scored(1, 0.7), 'risk-coverage')!.curves[0]?.mark).toEqual({ x: 0.4, y: 0.05 });
    expect(plotOf(scored(1, null), 'risk-coverage')!.curves[0]).not.toHaveProperty('mark');
  });

  it('show four noise levels at most, and say so', () => {
    const [four, many] = [plotOf(scored(4), 'risk-coverage')!, plotOf(scored(7), 'risk-coverage')!];
    expect(four.curves).toHaveLength(4);
    expect(four.caption).not.toContain('drawn');
    expect(many.curves.map(({ label }) => label.slice(0, 5))).toEqual(['α 0 ·', 'α 0.2', 'α 0.4', 'α 0.6']);
    expect(many.caption).toContain(' 4 of 7 noise levels are drawn.');
  });

  it('show what scores promise at the least and the most noise', () => {
    expect(plotOf(scored(1), 'calibration')!.curves).toEqual([
      {
        label: 'α 0 · β 0 · slip 0, truly right',
        points: [
          { x: 0.2, y: 0.3 },
          { x: 0.8, y: 0.9 },
        ],
      },
      { label: 'α 0 · β 0 · slip 0, accepted', points: [{ x: 0.8, y: 0.7 }] },
    ]);
    expect(plotOf(scored(3), 'calibration')!.curves.map(({ label }) => label)).toEqual([
      'α 0 · β 0 · slip 0, truly right',
      'α 0 · β 0 · slip 0, accepted',
      'α 0.2 · β 0 · slip 0, truly right',
      'α 0.2 · β 0 · slip 0, accepted',
    ]);
  });

  it('are none where nothing was scored', () => {
    const plots = openPlots({ cells: levelCells([[0, 0, 0]]), comparisons: [] });
    expect(plots.filter(({ kind }) => kind === 'risk-coverage' || kind === 'calibration')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { FigureTable } from '../../../reports/figures/schema.ts';
import { shownRows, unitsOf } from '../../../reports/figures/testing/shown-rows.ts';
import { classificationTable, comparisonTables, leftOutTable, measureTable, populationTable } from './detail-tables.ts';
import { levelAnswers } from './level-answers.ts';
import { type LoopResult, noisePoints } from './noise-points.ts';
import type { CellResult, ClosedLoop, Comparison } from './results.ts';
import { answerTable, closedTable, gateTable, openTable } from './staged-tables.ts';
import { levelCells } from './testing/levels.ts';

const METRICS = [
  'tool_accuracy',
  'action_accuracy',
  'critic_precision',
  'critic_coverage',
  'step_automation',
  'session_automation',
  'active_ms_per_session',
  'sessions_with_wrong_executed',
  'goal_reached',
];
const ARMS = ['human-only', 'copilot', 'selective'];
/** A number that tells which arm and which metric it is of. */
const estimate = (arm: string, metric: string) => (10 * (1 + ARMS.indexOf(arm)) + METRICS.indexOf(metric)) / 1000;
const cells = levelCells([
  [0, 0, 0],
  ['paper', 0.2, 0.05],
]).map(
  (cell, at): CellResult => ({
    ...cell,
    sessions: 40 - at,
    metrics: Object.fromEntries(
      METRICS.map((metric) => [
        metric,
        { estimate: estimate(cell.arm, metric), low: 0, high: 1, of: 33, denominator: 400 },
      ]),
    ),
  }),
);
const id = (arm: string, noise = 'alpha=0 beta=0 slip=0') => `${arm} ${noise}`;
const comparison = (metric: string, arm: string, more: Partial<Comparison> = {}): Comparison => ({
  ...{ metric, cell: id(arm), baseline: id('human-only'), estimate: -2, low: -3, high: -1, margin: 0.02, p: 0.01 },
  relative: { estimate: -0.4, low: -0.5, high: -0.1 },
  ...{ verdict: 'better', sessionsToDecide: null },
  ...more,
});
const loop: LoopResult = {
  cells,
  comparisons: [
    comparison('active_ms_per_session', 'copilot', { relative: { estimate: -0.1, low: -0.2, high: 0.1 } }),
    comparison('active_ms_per_session', 'selective'),
    comparison('goal_reached', 'selective', { estimate: -0.07, low: -0.08, high: -0.06 }),
  ],
};
const rowOf = (table: FigureTable, at = 0) => table.rows[at]!.cells;
const shown = (table: FigureTable, at = 0) => shownRows(table)[at]!;
const unitOf = (table: FigureTable, column: string) => unitsOf(table)[column];
const titles = (table: FigureTable) => table.columns.map(({ title }) => title);

describe('the open loop', () => {
  const table = openTable(loop);
  it('shows each measure of the arm that it is of', () => {
    expect(shown(table)).toEqual({
      ...{ alpha: '0', beta: '0', slip: '0' },
      tool_accuracy: estimate('selective', 'tool_accuracy'),
      action_accuracy: estimate('selective', 'action_accuracy'),
      critic_precision: estimate('selective', 'critic_precision'),
      critic_coverage: estimate('selective', 'critic_coverage'),
      steps: estimate('selective', 'step_automation'),
      sessions: estimate('selective', 'session_automation'),
      time_human: estimate('human-only', 'active_ms_per_session'),
      time_copilot: estimate('copilot', 'active_ms_per_session'),
      time_selective: estimate('selective', 'active_ms_per_session'),
      ...{ copilot_saves: 0.1, selective_saves: 0.4 },
      wrong_executed: estimate('selective', 'sessions_with_wrong_executed'),
    });
  });

  it('counts an estimate by its own sessions, a saving by those that both arms finished', () => {
    expect(rowOf(table).steps).toMatchObject({ of: 33 });
    expect(rowOf(table).selective_saves).toEqual({ estimate: 0.4, low: 0.1, high: 0.5, of: 38 });
  });

  it('has a row for each noise level, and nothing where nothing was compared', () => {
    expect(table.rows).toHaveLength(2);
    expect(shown(table, 1)).toMatchObject({ alpha: 'paper', beta: '0.2', slip: '0.05', selective_saves: null });
    expect(['time_human', 'copilot_saves', 'alpha'].map((one) => unitOf(table, one))).toEqual(['ms', 'share', 'text']);
  });
});

describe('the closed loop', () => {
  const of = (value: number) => ({ estimate: value, low: 0, high: 9, errors: 100 * value, of: 7 });
  const closed: ClosedLoop = {
    ...loop,
    split: {},
    refused: [],
    propagation: [
      { cell: id('copilot'), all: of(9), first: of(9) },
      {
        cell: id('selective'),
        ...{ all: of(1), first: of(2), parts: { seeming: of(3), fresh: of(4), harmless: of(0.5) } },
      },
    ],
  };
  const table = closedTable(closed);
  it('shows goals, times and what errors led to', () => {
    expect(shown(table)).toMatchObject({
      goal_human: estimate('human-only', 'goal_reached'),
      goal_selective: estimate('selective', 'goal_reached'),
      goal_change: -0.07,
      saved: 0.4,
      time_copilot: estimate('copilot', 'active_ms_per_session'),
      critic_precision: estimate('selective', 'critic_precision'),
      wrong_executed: estimate('selective', 'sessions_with_wrong_executed'),
      ...{ r_first: 2, seeming: 3, fresh: 4, harmless: 0.5, first_errors: 200, r_all: 1, all_errors: 100 },
    });
    expect(['goal_change', 'harmless', 'r_first'].map((one) => unitOf(table, one))).toEqual([
      'points',
      'share',
      'count',
    ]);
  });

  it('shows nothing of errors that got no twins, and no parts where they were not told apart', () => {
    expect(shown(table, 1)).not.toHaveProperty('first_errors');
    expect(shown(table, 1)).toMatchObject({ r_first: null, harmless: null });
    const { parts: _, ...whole } = closed.propagation[1]!;
    expect(shown(closedTable({ ...closed, propagation: [whole] }))).toMatchObject({
      ...{ r_first: 2, seeming: null, fresh: null, harmless: null, r_all: 1 },
    });
  });
});

describe('the answer', () => {
  const more = { id: 'answer', title: 'T', terminal: true, otherData: false };
  it('shows of one population its own intervals, and whether its gate is open', () => {
    const rows = levelAnswers({}, loop);
    const shut = rows.map((row) => ({ ...row, open: 0 }));
    const open = answerTable(rows, 'open', more);
    expect(shown(open)).toMatchObject({
      automated: estimate('selective', 'session_automation'),
      steps: estimate('selective', 'step_automation'),
      wrong: estimate('selective', 'sessions_with_wrong_executed'),
      ...{ saved: 0.4, gate: 'yes' },
    });
    expect(shown(answerTable(shut, 'open', more)).gate).toBe('no');
    expect(open.caption).toMatch(/^In brackets the 95 % interval over sessions, .*Open loop judges each step/);
    expect(titles(open)).toContain('sessions without an operator');
    expect(titles(open)).not.toContain('change in cases that end well');
    const closed = answerTable(rows, 'closed', more);
    expect(shown(closed).goal_change).toBe(-0.07);
    expect(titles(closed)).toContain('cases without an operator');
    expect(closed.caption).not.toContain('Open loop');
  });

  it('shows of several the median and the range, and in how many the gate is open', () => {
    const own = (seed: string, value: number | null) => ({
      ...{ seed, datasetHash: 'h' },
      cells: [
        {
          ...{ cell: id('selective'), open: value !== null && value > 0.2, sessionAutomation: value },
          ...{ stepAutomation: 0.5, saved: -0.1, goalChange: null, wrongExecuted: 0.3 },
        },
      ],
    });
    const populations = [own('1', 0.1), own('2', 0.9), own('3', null), own('4', 0.4)];
    const rows = levelAnswers({ populations }, loop);
    const table = answerTable(rows, 'closed', { ...more, otherData: true });
    expect(rowOf(table)).toMatchObject({
      automated: { estimate: 0.4, low: 0.1, high: 0.9, of: 3 },
      saved: { estimate: -0.1, low: -0.1, high: -0.1, of: 4 },
      goal_change: { estimate: null, of: 0 },
      gate: '2 of 4',
    });
    expect(table.caption).toMatch(/^Median over 4 populations, .* models and threshold, and data\./);
    expect(answerTable(rows, 'closed', more).caption).toMatch(/ models and threshold\. α/);
    const overPopulations = table.columns.filter(({ over }) => over === 'population').map(({ id }) => id);
    expect(overPopulations).toEqual(['automated', 'saved', 'goal_change', 'wrong', 'steps']);
    const [one] = levelAnswers({ populations: populations.slice(0, 1) }, loop);
    expect(answerTable([one!], 'closed', more).columns.filter(({ over }) => over === 'population')).toEqual([]);
  });
});

describe('details', () => {
  const metrics = METRICS.map((name) => ({
    ...{ name, title: `T ${name}`, summary: 'S.' },
    unit: name.includes('ms') ? ('ms' as const) : ('share' as const),
    better: name === 'goal_reached' ? ('higher' as const) : null,
  }));

  it('show every measure of every cell', () => {
    const [cell] = cells;
    const table = measureTable([{ ...cell!, faults: { retried: 3, crashed: 5 } }], metrics);
    expect(shown(table)).toMatchObject({
      ...{ cell: id('human-only'), loop: 'open', arm: 'human-only', alpha: '0', driver: 'in-process' },
      ...{ sessions: 40, steps: 400, retried: 3, crashed: 5 },
      ...Object.fromEntries(METRICS.map((name) => [name, estimate('human-only', name)])),
    });
    const definition = (name: string) => table.columns.find((one) => one.id === name)?.definition;
    expect([definition('goal_reached'), definition('tool_accuracy')]).toEqual(['S. Better: higher.', 'S.']);
    expect(unitOf(table, 'active_ms_per_session')).toBe('ms');
  });

  it('show comparisons of times in seconds, those of shares in points, over the sessions of both', () => {
    const [times, shares] = comparisonTables(loop.comparisons, cells, metrics);
    expect([times?.id, times?.rows.length, unitOf(times!, 'difference'), unitOf(times!, 'margin')]).toEqual([
      ...['comparisons-time', 2, 'ms', 'ms'],
    ]);
    expect([shares?.id, shares?.rows.length, unitOf(shares!, 'difference')]).toEqual([
      ...['comparisons-shares', 1, 'points'],
    ]);
    expect(rowOf(shares!)).toEqual({
      ...{ measure: 'T goal_reached', cell: id('selective'), baseline: id('human-only') },
      difference: { estimate: -0.07, low: -0.08, high: -0.06, of: 38 },
      relative: { estimate: -0.4, low: -0.5, high: -0.1, of: 38 },
      ...{ margin: 0.02, p: 0.01, verdict: 'better', sessions_to_decide: null },
    });
    const [, unknown] = comparisonTables([comparison('other', 'gone', { relative: null })], cells, metrics);
    expect(rowOf(unknown!)).toMatchObject({ measure: 'other', difference: { of: 0 }, relative: null });
  });

  it('show each population by itself', () => {
    const own = { cell: 'c', sessionAutomation: 0.1, stepAutomation: 0.2, saved: 0.3, goalChange: 0.4 };
    const table = populationTable([
      {
        seed: 's',
        datasetHash: 'h',
        cells: [
          { ...own, open: true, wrongExecuted: 0.5 },
          { ...own, open: false },
        ],
      },
    ]);
    expect(rowOf(table)).toEqual({
      ...{ seed: 's', cell: 'c', gate: 'yes', automated: 0.1, steps: 0.2, saved: 0.3, goal_change: 0.4, wrong: 0.5 },
      data: 'h',
    });
    expect(rowOf(table, 1)).toMatchObject({ gate: 'no', saved: 0.3 });
    expect(rowOf(table, 1)).not.toHaveProperty('wrong');
  });

  it('show what of the logs was left out, and how good a classifier the policy is', () => {
    const note = { cause: 'x', count: 2 };
    const closedLoop = { refused: [{ cause: 'y', count: 3 }] } as unknown as ClosedLoop;
    const left = leftOutTable({ dataset: { importNotes: [note] }, closedLoop });
    expect(left.rows.map((row) => row.cells)).toEqual([
      { what: 'not mapped, or changed, by the import', cause: 'x', count: 2 },
      { what: 'no closed loop: goal unknown', cause: 'y', count: 3 },
    ]);
    expect(leftOutTable({ dataset: { importNotes: [] }, closedLoop: null }).rows).toEqual([]);
    const found = { rule: 'r', accuracy: 0.1, weightedF1: 0.2, majorityAccuracy: 0.3, examples: 4, labels: 5 };
    expect(rowOf(classificationTable(found))).toEqual({
      ...{ rule: 'r', accuracy: 0.1, weighted_f1: 0.2, majority: 0.3, examples: 4, labels: 5 },
    });
  });

  it('show each gate with its critic, the loop and the noise that it is of', () => {
    const gated = cells.map(
      (cell): CellResult => ({
        ...cell,
        calibration: { bins: [], ece: 0.1, brier: 0.2, auroc: 0.3 },
        riskCoverage: { points: [], aurc: 0.4, augrc: 0.5, excessAurc: 0.6, proposals: 7 },
      }),
    );
    const table = gateTable(gated);
    expect(table.rows).toHaveLength(2);
    expect(rowOf(table, 1)).toEqual({
      ...{ loop: 'open', alpha: 'paper', beta: '0.2', slip: '0.05', gate: 'plug-in', target: 0.9, threshold: 0.7 },
      ...{ auroc: 0.3, ece: 0.1, brier: 0.2, aurc: 0.4, augrc: 0.5, excess_aurc: 0.6, proposals: 7, why: 'Found.' },
    });
    for (const column of ['auroc', 'ece', 'aurc', 'proposals'])
      expect(shown(gateTable(cells))).not.toHaveProperty(column);
  });
});

it('a level without a selective arm has no answer', () => {
  const human = cells.filter(({ arm }) => arm !== 'selective');
  expect(noisePoints({ cells: human })).toHaveLength(2);
  expect(levelAnswers({}, { cells: human, comparisons: [] })).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { shownRows, unitsOf } from '../../../reports/figures/testing/shown-rows.ts';
import { criticPlots } from './critics-plots.ts';
import { calibratorsTable, criticsTable, gatesTable } from './critics-tables.ts';
import { guaranteesTable, reachableTable } from './guarantees-table.ts';
import type { NoiseResult } from './noise-result.ts';
import { gateSlicesTable } from './slices-table.ts';

const MEASURES = [
  ...['precision', 'recall', 'f1', 'macro_f1', 'aurc', 'excess_aurc', 'normalised_aurc', 'augrc', 'auroc', 'ece'],
  ...['brier', 'coverage'],
];
const of = (estimate: number) => ({ estimate, low: 0, high: 1, of: 5 });
/** Measures of which each is another number. */
const measured = (first: number) => Object.fromEntries(MEASURES.map((name, at) => [name, of(first + at / 100)]));
const numbers = (first: number) => Object.fromEntries(MEASURES.map((name, at) => [name, first + at / 100]));
const scores = [0.9, 0.6, 0.2].map((score, at) => ({ score, right: at !== 1, accepted: true, session: `${at}` }));

const gate = (more: object) => ({
  ...{ gate: 'g', critic: 'c', slices: 'global', corrected: false, target: 0.9, threshold: 0.7, reason: 'why' },
  ...{ precision: of(0.1), estimated: of(0.2), coverage: of(0.3), recall: of(0.4), f1: of(0.5), bySlice: [] },
  ...more,
});
const redraws = (more: object) => ({
  ...{ runs: 200, openShare: 0.5, violationRate: 0.05, acceptanceViolationRate: 0.1, violations: 30 },
  ...{ meanPrecision: 0.93, meanCoverage: 0.4 },
  ...more,
});
const guarantee = (more: object, redrawn: object = {}) => ({
  ...{ gate: 'g', promise: 'actions', drawn: 'sessions', corrected: false, target: 0.9, delta: 0.05, sample: 77 },
  redraws: redraws(redrawn),
  ...more,
});
const result = (alpha: string, more: object = {}) =>
  ({
    ...{ alpha, beta: '0.3', correction: 'told', missing: [{ critic: 'x', reason: 'failed: no' }], withinReach: null },
    critics: [
      {
        ...{ name: 'c', learned: true, measured: measured(0.1), calibration: scores, evaluation: scores },
        calibrated: [{ calibrator: 'platt', measured: measured(0.5) }],
      },
      { name: 'p', learned: false, measured: measured(0.3), calibration: [], evaluation: scores, calibrated: [] },
    ],
    ...{ gates: [gate({}), gate({ critic: 'p', corrected: true })], sliced: [], guarantees: [], reachable: [] },
    ...more,
  }) as unknown as NoiseResult;

describe('critics', () => {
  it('are shown at every noise point with all that was measured; what is missing once, with its reason', () => {
    const table = criticsTable([result('0'), result('0.1')], 0.9);
    const rows = shownRows(table);
    expect(rows.slice(0, 2)).toEqual([
      { alpha: '0', beta: '0.3', critic: 'c', role: 'learned', ...numbers(0.1) },
      { alpha: '0', beta: '0.3', critic: 'p', role: 'proxy', ...numbers(0.3) },
    ]);
    expect(rows[2]).toMatchObject({ alpha: '0.1', critic: 'c' });
    expect(table.rows.map(({ kind }) => kind)).toEqual([
      ...['measured', 'measured', 'measured', 'measured', 'published', 'published', 'reason'],
    ]);
    expect(rows.slice(4)).toEqual([
      expect.objectContaining({ critic: 'published: gate by confidence', macro_f1: expect.closeTo(0.7096, 9) }),
      expect.objectContaining({ critic: 'published: gate by critic', macro_f1: expect.closeTo(0.7399, 9) }),
      expect.objectContaining({ critic: 'x', role: 'failed: no' }),
    ]);
    expect(unitsOf(table)).toMatchObject({ precision: 'share', coverage: 'share', aurc: 'score', ece: 'score' });
  });

  it('are shown as they are and calibrated, those not named as detail', () => {
    const table = calibratorsTable([result('0')], 'p');
    const some = (first: number) => ({ ece: first + 0.09, brier: first + 0.1, auroc: first + 0.08, f1: first + 0.02 });
    expect(shownRows(table)).toMatchObject([
      { critic: 'c', calibrator: 'none', ...some(0.1) },
      { critic: 'c', calibrator: 'platt', ...some(0.5) },
      { critic: 'p', calibrator: 'none' },
    ]);
    expect(table.rows.map(({ detail }) => detail ?? false)).toEqual([true, true, false]);
  });

  it('are drawn at the first and the last noise point only', () => {
    const plots = criticPlots([result('0'), result('0.1'), result('0.2')]);
    expect(plots.map(({ id }) => id)).toEqual(['risk-coverage-0', 'calibration-0', 'risk-coverage-1', 'calibration-1']);
    expect(plots[2]?.title).toContain('α 0.2, β 0.3');
    expect(plots[0]?.curves.map(({ label }) => label)).toEqual(['c', 'p']);
    expect(plots[0]?.curves[0]?.points.at(-1)).toEqual({ x: 1, y: 1 / 3 });
    expect(criticPlots([result('0')])).toHaveLength(2);
    expect(criticPlots([])).toEqual([]);
  });
});

describe('gates', () => {
  it('are shown with what they let pass, corrected or not', () => {
    const table = gatesTable([result('0')], 'c', 0.9, 0.05);
    expect(shownRows(table)).toMatchObject([
      {
        ...{ critic: 'c', gate: 'g', corrected: 'none', threshold: 0.7, precision: 0.1, estimated: 0.2, coverage: 0.3 },
        ...{ recall: 0.4, f1: 0.5, reason: 'why' },
      },
      { critic: 'p', corrected: 'told' },
    ]);
    expect(table.rows.map(({ detail }) => detail ?? false)).toEqual([false, true]);
  });

  it('have a row for everything and one for each slice; shown are those of the named gate at the ends, within reach', () => {
    const slice = { slice: 's', support: 9, threshold: 0.8, reason: 'r', precision: of(0.6), coverage: of(0.7) };
    const sliced = [
      gate({ slices: 'kind', bySlice: [slice], target: 0.8 }),
      gate({ gate: 'other', target: 0.8 }),
      gate({ target: 0.9 }),
    ];
    const rows = [
      result('0', { sliced, withinReach: 0.8 }),
      result('0.1', { sliced, withinReach: 0.8 }),
      result('0.2'),
    ];
    const table = gateSlicesTable(rows, 'c', 'g');
    expect(shownRows(table).slice(0, 3)).toMatchObject([
      { slice: 'all', by: 'kind', support: 3, threshold: null, precision: 0.1, coverage: 0.3 },
      { slice: 's', by: 'kind', support: 9, threshold: 0.8, precision: 0.6, coverage: 0.7 },
      { slice: 'all', by: 'global', threshold: 0.7 },
    ]);
    expect(table.rows.map(({ detail }) => detail ?? false)).toEqual([false, false, true, true, true, true, true, true]);
  });

  it('are held to their promises, each to its own target; one that never opened has no row', () => {
    const guarantees = [
      guarantee({}),
      guarantee({ corrected: true }),
      guarantee({ gate: 'shut' }, { openShare: 0 }),
      guarantee({ gate: 'shut' }, { openShare: 0 }),
    ];
    const table = guaranteesTable([result('0', { guarantees })], 'c');
    expect(shownRows(table)).toMatchObject([
      {
        ...{ gate: 'g', promise: 'actions', drawn: 'sessions', corrected: 'none', target: 0.9, violations: 0.1 },
        ...{ open: 0.5, broken_open: 0.2, true_violations: 0.15, precision: 0.93, coverage: 0.4 },
      },
      { corrected: 'told', violations: 0.05, broken_open: 0.1 },
    ]);
    expect(table.title).toBe('Guarantees, critic c, δ = 0.05, over 200 redraws of 77 answers');
    expect(table.caption).toContain('opened in no redraw: shut (2).');
    expect(reachableTable([result('0', { guarantees })], 'c', 'g')).toBeNull();
    expect(reachableTable([result('0', { reachable: guarantees })], 'c', 'g')?.rows).toHaveLength(2);
  });
});

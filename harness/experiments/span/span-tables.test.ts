import { describe, expect, it } from 'vitest';
import { shownRows, unitsOf } from '../../../reports/figures/testing/shown-rows.ts';
import type { ErlangCheck } from '../../bench/pool/erlang-check.ts';
import type { PooledFigures, PoolPlan } from '../../bench/pool/play-pool.ts';
import { erlangTable, type LoadRow, limitWords, loadTable, type SpanRow, spanPlots, spanTable } from './span-tables.ts';

const NAMES = [
  ...['openPerOperator', 'arrivalsPerOperatorHour', 'waitMs', 'activeMs', 'handlingMs', 'utilisation'],
  ...['interruptionsPerHour', 'leaked', 'abandonedShare', 'goingOnPerOperator', 'wait95Ms', 'sessionWaitMs'],
  ...['handOffsPerSession', 'missed', 'switchingMs', 'unattendedShare', 'queueLength'],
];
/** Figures of which each is another number. */
const figuresFrom = (first: number) =>
  Object.fromEntries(
    NAMES.map((name, at) => [name, { estimate: first + at, low: first, high: first + 20, of: 8 }]),
  ) as unknown as PooledFigures;
const numbers = (first: number) => Object.fromEntries(NAMES.map((name, at) => [name, first + at]));
const plan = {
  ...{ limitMs: 45_000, mostAbandoned: 0.05, patience: { kind: 'exponential', meanMs: 90_000 } },
} as unknown as PoolPlan;
const row = (more: Partial<SpanRow>): SpanRow => ({
  ...{ arm: 'gated', held: 3, limit: 'wait', span: { figures: figuresFrom(1) } as SpanRow['span'], fanOut: 2.5 },
  ...more,
});

describe('the span', () => {
  it('shows each figure of the pool at it, and says what limits it', () => {
    const table = spanTable([row({}), row({ limit: 'lost', held: 5 })], plan, 1);
    expect(shownRows(table)).toEqual([
      { arm: 'gated', limit: 'mean wait 45 s', held: '3', ...numbers(1), fanOut: 2.5 },
      { arm: 'gated', limit: '5\u202f% lost', held: '5', ...numbers(1), fanOut: 2.5 },
    ]);
    expect(limitWords('wait', plan)).toBe('mean wait 45 s');
    expect(unitsOf(table)).toMatchObject({
      ...{ openPerOperator: 'score', waitMs: 'ms', wait95Ms: 'ms', activeMs: 'ms', switchingMs: 'ms', leaked: 'score' },
      ...{ utilisation: 'share', abandonedShare: 'share', missed: 'share', unattendedShare: 'share' },
    });
    expect(table.columns.filter(({ detail }) => detail).map(({ id }) => id)).toEqual(NAMES.slice(9));
    expect(table.columns.find(({ id }) => id === 'waitMs')?.over).toBe('run');
  });

  it('gives a reason where there is none, and says whether customers leave', () => {
    const { rows, caption } = spanTable([row({ span: null })], plan, 2);
    expect(rows[0]).toMatchObject({ kind: 'reason', cells: { held: '3', waitMs: null } });
    expect(caption).toContain('customers who leave after 90 s of waiting');
    const median = { ...plan, patience: { kind: 'lognormal', medianMs: 30_000 } } as unknown as PoolPlan;
    expect(spanTable([], median, 2).caption).toContain('leave after 30 s');
    expect(spanTable([], { ...plan, patience: null }, 1).caption).not.toContain('customers who leave');
    expect(spanTable([], plan, 1).caption).toMatch(/^In brackets the 95 % interval by Student/);
    expect(spanTable([], plan, 2).caption).not.toMatch(/Student/);
  });
});

const load = (arm: string, at: number, first: number): LoadRow => ({
  ...{ arm, held: 3, load: at, figures: figuresFrom(first), runs: [] },
});

describe('loads', () => {
  const rows = [load('a', 0.2, 1), load('b', 0.2, 100), load('a', 0.555, 30)];

  it('are shares of what operators could work, in per cent', () => {
    const table = loadTable(rows, 1);
    expect(shownRows(table)).toEqual([
      { arm: 'a', load: '20 %', ...numbers(1) },
      { arm: 'b', load: '20 %', ...numbers(100) },
      { arm: 'a', load: '56 %', ...numbers(30) },
    ]);
    expect(table.caption).toContain('hold at most 3 sessions at once');
  });

  it('are drawn over the sessions under way, times in seconds, a curve for each arm', () => {
    const none = { ...figuresFrom(1), waitMs: { estimate: null, low: null, high: null } } as unknown as PooledFigures;
    const plots = spanPlots([...rows, { ...load('a', 1, 1), figures: none }]);
    expect(plots.map(({ id }) => id)).toEqual(['span-waitMs', 'span-activeMs', 'span-leaked']);
    expect(plots[0]?.curves).toEqual([
      {
        label: 'a',
        points: [
          { x: 1, y: 3 / 1000 },
          { x: 30, y: 32 / 1000 },
        ],
      },
      { label: 'b', points: [{ x: 100, y: 102 / 1000 }] },
    ]);
    expect(plots[1]?.curves[1]?.points).toEqual([{ x: 100, y: 103 / 1000 }]);
    expect(plots[2]?.curves[1]?.points).toEqual([{ x: 100, y: 107 }]);
  });
});

it('closed forms stand beside the simulation, shares and times apart, with whether the interval holds them', () => {
  const check = (unit: 'share' | 'ms', exact: number, low: number | null, high: number | null) =>
    ({ model: 'M', figure: 'f', unit, exact, simulated: { estimate: 5, low, high, of: 4 } }) as unknown as ErlangCheck;
  const table = erlangTable(
    [
      check('share', 0.5, 0.5, 0.6),
      check('share', 0.5, 0.51, 0.6),
      check('ms', 900, 100, 900),
      check('ms', 901, 100, 900),
      check('ms', 1, null, null),
    ],
    7,
  );
  const [first, second, third, fourth, fifth] = shownRows(table);
  expect(first).toEqual({
    ...{ model: 'M', figure: 'f', exact: 0.5, simulated: 5, exactMs: null, simulatedMs: null },
    verdict: 'holds the exact value',
  });
  expect(third).toMatchObject({ exact: null, simulated: null, exactMs: 900, simulatedMs: 5 });
  expect([second, third, fourth, fifth].map((one) => one?.verdict)).toEqual([
    ...['does not hold it', 'holds the exact value', 'does not hold it', 'does not hold it'],
  ]);
  expect(table.caption).toContain('over 7 independent runs');
});

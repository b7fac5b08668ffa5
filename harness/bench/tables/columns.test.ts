import { expect, it } from 'vitest';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import type { EpisodeRow } from '../../runner/traces/episode-index.ts';
import { type CellMetric, TABLES } from './columns.ts';

const ROW = {
  ...{ play: 'population 1-p2, closed loop, repeat 3', cell: 'c', arm: 'selective', noise: 'α 0.1', session: 's' },
  ...{ forced: null, process: 'refund', operator: 'ann', queue: 4, outcome: 'resolved' },
} as unknown as EpisodeRow;
const close = { kind: 'close', resolution: 'solved' } as const;
const move = { kind: 'transfer', queue: 'q' } as const;
const step = (index: number, more: object) =>
  ({
    ...{ index, critical: true, suggestion: move, confidence: 0.7, score: 0.4, decision: 'defer', verdict: 'correct' },
    ...{ slipped: false, chosen: close, reference: move, activeMs: 1500 },
    ...more,
  }) as unknown as TraceStep;
const closed = (right: boolean, suggestionRight: boolean | null) => ({
  closed: { right, suggestionRight, cause: right ? null : 'operator slipped' },
});
const STEPS = [
  step(0, closed(true, false)),
  step(1, { decision: 'execute', activeMs: 0, ...closed(false, true) }),
  step(2, { suggestion: null, confidence: null, score: null, verdict: 'unaided', ...closed(false, null) }),
  step(3, { decision: 'execute', activeMs: 0, ...closed(true, true) }),
];
const TRACE = {
  ...{ loop: 'closed', end: 'completed', divergedAt: 1, retries: 2, steps: STEPS },
  outcome: { goalReached: false },
} as unknown as Trace;

const read = <Row>(columns: Readonly<Record<string, { of: (row: Row) => unknown }>>, row: Row) =>
  Object.fromEntries(Object.entries(columns).map(([name, { of }]) => [name, of(row)]));
const PLACE = {
  ...{ play: ROW.play, population: '1-p2', repeat: 3, cell: 'c', arm: 'selective', noise: 'α 0.1', session: 's' },
  forced: null,
};

it('a session has what became of it', () => {
  expect(read(TABLES.sessions, { row: ROW, trace: TRACE })).toEqual({
    ...PLACE,
    ...{ process: 'refund', operator: 'ann', queue: 4, loop: 'closed', end: 'completed', outcome: 'resolved' },
    ...{ goal_reached: false, steps: 4, automated_steps: 2, wrong_steps: 2, first_wrong_step: 1, active_ms: 3000 },
    retries: 2,
  });
  const { outcome: _, ...open } = TRACE;
  expect(read(TABLES.sessions, { row: ROW, trace: open as Trace }).goal_reached).toBeNull();
});

it('a step has what was proposed, decided and done, and whether it was right', () => {
  const rows = STEPS.map((one) => read(TABLES.steps, { row: ROW, trace: TRACE, step: one }));
  expect(rows[0]).toEqual({
    ...PLACE,
    ...{ step: 0, critical: true, suggestion: 'transfer q', confidence: 0.7, score: 0.4, decision: 'defer' },
    ...{ verdict: 'correct', slipped: false, chosen: 'close solved', reference: 'transfer q' },
    ...{ suggestion_right: false, was_right: true, cause: null, active_ms: 1500 },
  });
  expect(rows[1]).toMatchObject({ suggestion_right: true, was_right: false, cause: 'operator slipped' });
  expect(rows[2]).toMatchObject({ suggestion: null, suggestion_right: null, was_right: false });
  const logged = step(0, { logged: { right: true, suggestionRight: false } });
  expect(read(TABLES.steps, { row: ROW, trace: TRACE, step: logged })).toMatchObject({
    ...{ suggestion_right: false, was_right: true, cause: null },
  });
  expect(read(TABLES.steps, { row: ROW, trace: TRACE, step: step(0, {}) })).toMatchObject({
    ...{ suggestion_right: null, was_right: null },
  });
});

it('a cell has a metric with its interval', () => {
  const found: CellMetric = {
    ...{ part: 'p', row: ROW, metric: 'm', unit: 'share', estimate: 0.2, low: 0.1, high: 0.3, sessions: 9 },
  };
  expect(read(TABLES.cells, found)).toEqual({
    ...{ play: 'p', cell: 'c', arm: 'selective', noise: 'α 0.1', metric: 'm', unit: 'share' },
    ...{ estimate: 0.2, low: 0.1, high: 0.3, sessions: 9 },
  });
});

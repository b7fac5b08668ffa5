import { describe, expect, it } from 'vitest';
import { shownRows } from '../../../reports/figures/testing/shown-rows.ts';
import { fitPlots } from './fit-plots.ts';
import { type FoundFit, fitTables } from './fit-tables.ts';

const act = (count: number, medianMs: number, assumed = false) => ({ count, medianMs, sigma: 0.5, assumed });
const names = ['draft', 'pick', 'review', 'freeText', 'form', 'procedure', 'click', 'finish', 'lookBack', 'catchUp'];
const TIMES = [0.5, 0.95].flatMap((p, at) => [
  { act: 'draft', p, loggedMs: 1000 + at, fittedMs: 2000 + 1000 * at },
  { act: 'pick', p, loggedMs: 3000 + at, fittedMs: 4000 + at },
]);
const QUANTILES = [
  { p: 0, logged: 0.5, simulated: 0.6, low: 0.5, high: 0.7 },
  { p: 0.25, logged: 0.4, simulated: 0.7, low: 0.5, high: 0.8 },
  { p: 1, logged: 0.95, simulated: 0.8, low: 0.7, high: 0.9 },
];
const found = (more: object = {}) =>
  ({
    fit: {
      acts: Object.fromEntries(names.map((name, at) => [name, act(at + 1, 1000 * (at + 1), name === 'form')])),
      sessionActiveMs: { sessions: 12, mean: 262_400, median: 211_000 },
      answers: { send_text: { replies: 8, picked: 6 }, close: { replies: 0, picked: 0 } },
      acceptance: { median: 0.87, q1: 0.82, q3: 0.9, min: 0.46, max: 0.98, operators: 31 },
    },
    people: { acceptance: { mean: 2.1, sigma: 0.65, operators: 40 }, pace: { sigma: 0.26, operators: 39 } },
    check: {
      heldOut: [
        {
          ...{ model: 'A', simpler: 'B', of: 'answers', count: 90, operators: 7, gain: 0.2, low: 0.1, high: 0.3 },
          judgement: { verdict: 'better', sessionsToDecide: null },
        },
      ],
      ...{ times: TIMES, acceptance: QUANTILES },
    },
    ...{ star: false, logs: [] },
    ...more,
  }) as unknown as FoundFit;
const tables = (more: object = {}) => {
  const all = new Map(fitTables(found(more)).map((table) => [table.id, table]));
  return (id: string) => shownRows(all.get(id)!);
};

describe('tables of a fit', () => {
  it('show each act with its times, and a complete session; what others published beside STAR only', () => {
    const rows = tables()('times');
    expect(rows.map(({ act: name, count, medianMs }) => [name, count, medianMs])).toEqual([
      ...names.map((name, at) => [name, at + 1, 1000 * (at + 1)]),
      ['a complete session', 12, 211_000],
    ]);
    expect(rows.map(({ note }) => note)).toEqual([
      ...[null, null, null, null, 'assumed: the log has too few', null, null, null, null, null, 'mean 262 s'],
    ]);
    const star = tables({ star: true })('times').map(({ note }) => note);
    expect(star.slice(0, 4)).toEqual([
      'published median: 10 s',
      'published median: 2 s',
      null,
      'published median: 9 s',
    ]);
    expect(star[4]).toBe('assumed: the log has too few');
    expect(star.at(-1)).toMatch(/^mean 262 s; published: mean 262 s, median 211 s/);
  });

  it('show the suggestions taken by kind, and the median operator', () => {
    expect(tables()('acceptance')).toEqual([
      { what: 'first shown: send_text', replies: 8, share: 0.75, note: null },
      { what: 'first shown: close', replies: 0, share: null, note: null },
      {
        ...{ what: 'median operator', replies: null, share: 0.87 },
        note: 'quartiles 82–90 %, range 46–98 %, 31 operators with more than 100 answers',
      },
    ]);
    expect(tables({ star: true })('acceptance').at(-1)).toMatchObject({ what: 'as published' });
  });

  it('show how operators differ, and say where there are too few', () => {
    expect(tables()('people')).toMatchObject([
      { what: 'taking suggestions', sigma: 0.65, mean: 2.1, operators: 40, unit: 'log-odds' },
      { what: 'pace', sigma: 0.26, operators: 39, unit: 'logarithm of times' },
    ]);
    const none = tables({ people: { acceptance: null, pace: null } })('people');
    expect(none.map(({ unit }) => unit)).toEqual(['the log has too few operators', 'the log has too few operators']);
  });

  it('show what is predicted, quantiles of the log and of the fit, and which lie outside', () => {
    const of = tables();
    expect(of('held-out')).toEqual([
      {
        ...{ model: 'A', simpler: 'B', of: 'answers', count: 90, operators: 7, gain: 0.2 },
        verdict: expect.stringContaining('better'),
      },
    ]);
    expect(of('time-quantiles')).toEqual([
      { act: 'draft', from: 'log', p50: 1000, p95: 1001 },
      { act: 'draft', from: 'fit', p50: 2000, p95: 3000 },
      { act: 'pick', from: 'log', p50: 3000, p95: 3001 },
      { act: 'pick', from: 'fit', p50: 4000, p95: 4001 },
    ]);
    expect(of('acceptance-quantiles')).toEqual([
      { quantile: 'lowest', logged: 0.5, simulated: 0.6, note: null },
      { quantile: '25 %', logged: 0.4, simulated: 0.7, note: 'outside' },
      { quantile: 'highest', logged: 0.95, simulated: 0.8, note: 'outside' },
    ]);
  });
});

describe('plots of a fit', () => {
  it('set the log against the fit, times in seconds, acceptance in per cent', () => {
    const plots = fitPlots(found().check);
    expect(plots.map(({ id }) => id)).toEqual(['times-draft', 'times-pick', 'acceptance-plot']);
    expect(plots[0]?.curves).toEqual([
      {
        label: 'draft',
        points: [
          { x: 2, y: 1 },
          { x: 3, y: 1.001 },
        ],
      },
      {
        label: 'equal',
        points: [
          { x: 0, y: 0 },
          { x: 3, y: 3 },
        ],
      },
    ]);
    const ys = plots[2]?.curves.map(({ label, points }) => [label, ...points.slice(0, 2).map(({ y }) => y)]);
    expect(ys).toEqual([
      ['log', 50, 40],
      ['simulated, mean', 60, 70],
      ['simulated, low', 50, 50],
      ['simulated, high', 70, 80],
    ]);
    expect(plots[2]?.curves[0]?.points.map(({ x }) => x)).toEqual([0, 25, 100]);
    expect(fitPlots({ times: [], acceptance: [] })).toEqual([]);
  });
});

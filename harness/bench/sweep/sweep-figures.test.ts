import { expect, it } from 'vitest';
import type { Metric } from '../../contract/metric.ts';
import type { Trace } from '../../contract/trace.ts';
import { comparisonsOf, parseSweep, partOf } from './plan.ts';
import { SweepSums, sweepFigures } from './sweep-figures.ts';

/** A session is automated where its name ends in 1. */
const metric: Metric = {
  name: 'session_automation',
  title: 'Sessions automated',
  unit: 'share',
  summary: '',
  better: 'higher',
  measure: ({ session }) => ({ numerator: Number(session.split(' ')[1]), denominator: 1 }),
};
const episode = (at: number, value: number) =>
  ({ session: `s${at} ${value}`, cell: 'selective', end: 'completed', retries: 0, steps: [] }) as unknown as Trace;

function figuresOf(seeds: readonly string[]) {
  const sweep = parseSweep(JSON.stringify({ axes: { beta: [0, 0.3], seed: seeds } }), 'plan');
  const sums = new SweepSums([metric]);
  for (const one of comparisonsOf(sweep))
    for (let at = 0; at < 40; at++)
      sums.add(partOf(one), 'selective', episode(at, at % 4 < Number(one.seed) && one.beta === 0 ? 1 : 0));
  return sweepFigures(sweep, sums, [metric]);
}
const cellsOf = (found: ReturnType<typeof figuresOf>, table: string) =>
  found.tables.find(({ id }) => id === table)!.rows.map(({ cells }) => cells.session_automation_selective);

it('a point of one seed has the interval of its sessions, of several the range over them', () => {
  const one = figuresOf(['1']);
  expect(cellsOf(one, 'points')).toEqual(cellsOf(one, 'comparisons'));
  expect(cellsOf(one, 'points')[0]).toMatchObject({ estimate: 0.25, low: expect.any(Number), of: 40 });
  expect((cellsOf(one, 'points')[0] as { low: number }).low).toBeLessThan(0.2);
  const three = cellsOf(figuresOf(['1', '2', '3']), 'points');
  expect(three[0]).toMatchObject({ estimate: 0.5, low: 0.25, high: 0.75, of: 120 });
  expect(three[1]).toMatchObject({ estimate: 0, low: 0, high: 0 });
});

it('the finding names where the figure is lowest and where highest', () => {
  expect(figuresOf(['1', '2', '3']).findings[0]).toMatch(
    /^Sessions automated, selective: from 0.*at beta 0\.3 to 50\s.*at beta 0\.$/,
  );
});

it.each([
  ['policy', ['markov', 'majority']],
  ['critic', ['margin', 'entropy']],
  ['gate', ['plug-in', 'sgr']],
  ['alpha', [0, 0.1]],
  ['beta', [0, 0.2]],
  ['slip', [0, 0.05]],
])('what varies has a column, and points differ in it: %s', (axis, values) => {
  const sweep = parseSweep(JSON.stringify({ axes: { [axis]: values, seed: ['1', '2'] } }), 'plan');
  const { tables, notes } = sweepFigures(sweep, new SweepSums([metric]), [metric]);
  const [points, comparisons] = tables;
  expect(points!.columns.map(({ id }) => id)).toEqual([axis, 'seeds']);
  expect(points!.rows.map(({ cells }) => [cells[axis], cells.seeds])).toEqual(values.map((one) => [String(one), 2]));
  expect(comparisons!.columns.map(({ id }) => id)).toEqual(['id', 'seed', axis, 'sessions']);
  expect(comparisons!.rows.map(({ cells }) => [cells[axis], cells.seed]).sort()).toEqual(
    values.flatMap((one) => ['1', '2'].map((seed) => [String(one), seed])).sort(),
  );
  expect(notes[0]).toMatch(/^4 comparisons; /);
});

it('a figure that is the same at every point is told once', () => {
  const sweep = parseSweep(JSON.stringify({ axes: { beta: [0, 0.3], seed: ['1'] } }), 'plan');
  const sums = new SweepSums([metric]);
  for (const one of comparisonsOf(sweep)) sums.add(partOf(one), 'selective', episode(0, 1));
  expect(sweepFigures(sweep, sums, [metric]).findings[0]).toMatch(
    /^Sessions automated, selective: 100\s% .*at every point\.$/,
  );
});

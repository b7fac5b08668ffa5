import { expect, it } from 'vitest';
import { figurePlot } from '../../../reports/figures/curves-plot.ts';
import { checkFit } from '../../../simulators/operators/fitting/check-fit.ts';
import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import { fitPeople } from '../../../simulators/operators/fitting/fit-people.ts';
import { tallyOperators } from '../../../simulators/operators/fitting/tally-operators.ts';
import { bundledDataset } from '../../conformance/small-world.ts';
import { createRng } from '../../shared/streams.ts';
import { fitFindings } from './fit-findings.ts';
import { judgeCheck } from './held-out-gain.ts';

const { sessions } = bundledDataset();
const fit = fitOperators(sessions);
const check = judgeCheck(checkFit(sessions, createRng('test', 'teams')));
const logged = { fit, people: fitPeople(sessions), check, star: false, logs: tallyOperators(sessions) };

it('shows every quantile of the log against the fit, on axes with their units', () => {
  const { plots, tables } = fitFindings(logged);
  const acts = new Set(check.times.map(({ act }) => act));
  expect(acts.size).toBeGreaterThan(2);
  for (const act of acts) {
    const plot = plots.find(({ id }) => id === `times-${act}`);
    expect(plot?.axes).toEqual({ x: 'fitted quantile, s', y: 'quantile in the log, s' });
    const times = check.times.filter((one) => one.act === act);
    expect(plot?.curves[0]?.points).toEqual(
      times.map(({ fittedMs, loggedMs }) => ({ x: fittedMs / 1000, y: loggedMs / 1000 })),
    );
    expect(times.map(({ p }) => p)).toEqual([...times.map(({ p }) => p)].sort((a, b) => a - b));
    const row = tables.find(({ id }) => id === 'time-quantiles')?.rows.find(({ cells }) => cells.act === act);
    expect(row?.cells.p50).toBe(times.find(({ p }) => p === 0.5)?.loggedMs);
    expect(row?.cells.p50).toBe(fit.acts[act].medianMs);
  }
});

it('shows acceptance over operators beside simulated teams, and says which quantiles lie outside', () => {
  const acceptance = [
    { p: 0, logged: 0.4, simulated: 0.6, low: 0.5, high: 0.7 },
    { p: 1, logged: 0.96, simulated: 0.97, low: 0.95, high: 0.99 },
  ];
  const { findings, plots, tables } = fitFindings({ ...logged, check: { ...check, acceptance } });
  expect(findings.at(-1)).toMatch(/^1 of 2 quantiles of acceptance/);
  expect(tables.find(({ id }) => id === 'acceptance-quantiles')?.rows.map(({ cells }) => cells.note)).toEqual([
    'outside',
    null,
  ]);
  const plot = plots.find(({ id }) => id === 'acceptance-plot')!;
  expect(plot.axes).toEqual({ x: 'quantile over operators, %', y: 'suggestions taken, %' });
  expect(plot.curves.map(({ points }) => points[0]?.y)).toEqual([40, 60, 50, 70]);
  expect(figurePlot(plot)?.description).toContain('log ends at 96');
});

it('every cell has a column, in a log without operators to tell apart, too', () => {
  const few = sessions.slice(0, 1);
  const poor = {
    fit: fitOperators(few),
    people: fitPeople(few),
    check: judgeCheck(checkFit(few, createRng('test', 'teams'))),
    star: true,
    logs: tallyOperators(few),
  };
  for (const found of [logged, poor])
    for (const { columns, rows } of fitFindings(found).tables) {
      const ids = new Set(columns.map(({ id }) => id));
      expect(ids.size).toBe(columns.length);
      for (const { cells } of rows) for (const id of Object.keys(cells)) expect(ids).toContain(id);
    }
  expect(fitFindings(poor).plots).toEqual([]);
  expect(fitFindings(poor).findings).toEqual(['The log has too few operators for a held-out check.']);
});

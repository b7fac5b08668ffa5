import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitOperators as fitOperatorsTo } from '../../../simulators/operators/fitting/fit-operators.ts';
import { fitPeople } from '../../../simulators/operators/fitting/fit-people.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { experiment as fitOperators } from '../../experiments/fit-operators/index.ts';
import { experiment as goals } from '../../experiments/goals/index.ts';
import { sumOf } from '../../shared/numbers.ts';
import { tableLaws } from './general-laws.ts';
import { estimateIn, expectSaid, expectShown } from './recount.ts';
import { type Cells, SMALL_LOGS, type SmallRun, smallRun } from './small-runs.ts';

const { sessions } = embeddedDataset(SMALL_LOGS);
const of = (row: Cells, id: string) => estimateIn(row[id])!;

describe('goals', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await smallRun(goals);
  });
  tableLaws(() => run, { apart: [['derivation', 'replay']] });

  it('every session is counted once, by cause and by procedure', () => {
    for (const id of ['derivation', 'replay']) {
      const rows = run.rows(id);
      expect(sumOf(rows, (row) => Number(row.sessions))).toBe(sessions.length);
      for (const row of rows) expectShown(row, { share: Number(row.sessions) / sessions.length }, String(row.what));
    }
    const rows = run.rows('procedures');
    expect(sumOf(rows, (row) => Number(row.sessions))).toBe(sessions.length);
    // Generated sessions know their goal, and their logs reach it by the steps that it asks for and some that it allows.
    for (const row of rows) {
      expectShown(row, { known: 1, reached: 1, right: 1 }, String(row.procedure));
      expect(Number(row.required)).toBeGreaterThan(Number(row.optional));
    }
    const steps = sumOf(rows, (row) => Number(row.sessions) * (Number(row.required) + Number(row.optional)));
    expect(steps).toBeGreaterThanOrEqual(0.9 * sumOf(sessions, (one) => one.steps.length));
    expectSaid(
      run.figures.findings,
      `known for ${sessions.length} of ${sessions.length} sessions`,
      `reaches it in ${sessions.length} of ${sessions.length}`,
    );
  });
});

describe('fit-operators', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await smallRun(fitOperators);
  });
  tableLaws(() => run, { apart: [['acceptance', 'people']] });

  it('each act has as many times as the logs have, and a session its own', () => {
    const rows = new Map(run.rows('times').map((row) => [row.act, row]));
    for (const [act, kind] of [
      ['form', 'submit_form'],
      ['procedure', 'select_procedure'],
      ['click', 'click_control'],
    ] as const) {
      const done = sumOf(sessions, ({ steps }) => steps.filter(({ action }) => action.kind === kind).length);
      expect(rows.get(act)?.count, act).toBe(done);
    }
    expect(rows.get('finish')?.count).toBe(sessions.length);
    const whole = rows.get('a complete session')!;
    expect(whole.count).toBe(sessions.length);
    // Few sessions take very long: their mean, which the note tells, is above their median.
    const [, meanSeconds] = /mean (\d+) s/.exec(String(whole.note)) ?? [];
    expect(Number(whole.medianMs)).toBeLessThan(1000 * (Number(meanSeconds) - 1));
    for (const row of rows.values()) if (row.count === 0) expect(String(row.note)).toContain('assumed');
    expect(Number(whole.medianMs)).toBeGreaterThan(
      sumOf(['form', 'procedure'], (act) => of(rows.get(act)!, 'medianMs')),
    );
  });

  it('quantiles of a fit are those of its lognormal, those of the log rise, and plots have one against the other', () => {
    const rows = run.rows('time-quantiles');
    const times = new Map(run.rows('times').map((row) => [row.act, row]));
    const ids = run.table('time-quantiles').columns.flatMap(({ id }) => (/^p\d+$/.test(id) ? [id] : []));
    const z = {
      p5: -1.6448536,
      p10: -1.2815516,
      p25: -0.6744898,
      p50: 0,
      p75: 0.6744898,
      p90: 1.2815516,
      p95: 1.6448536,
    };
    for (const row of rows) {
      const time = times.get(row.act)!;
      const values = ids.map((id) => Number(row[id]));
      expect(values, String(row.act)).toEqual(values.toSorted((a, b) => a - b));
      expect(Number(row.p50), String(row.act)).toBeCloseTo(of(time, 'medianMs'), 6);
      if (row.from !== 'fit') continue;
      for (const [id, at] of Object.entries(z))
        expect(Math.log(Number(row[id])), `${row.act}, ${id}`).toBeCloseTo(
          Math.log(of(time, 'medianMs')) + at * of(time, 'sigma'),
          4,
        );
      const log = rows.find((one) => one.act === row.act && one.from === 'log')!;
      const [curve] = run.figures.plots.find(({ id }) => id === `times-${row.act}`)!.curves;
      for (const [at, { x, y }] of curve!.points.entries()) {
        expect(x).toBeCloseTo(Number(row[ids[at]!]) / 1000, 8);
        expect(y).toBeCloseTo(Number(log[ids[at]!]) / 1000, 8);
      }
    }
  });

  it('other programs find in operators.json what was fitted, and how it was checked', () => {
    const file = JSON.parse(readFileSync(join(run.folder, 'operators.json'), 'utf8'));
    const fitted = { ...fitOperatorsTo(sessions), people: fitPeople(sessions) };
    expect(file).toMatchObject(JSON.parse(JSON.stringify(fitted)));
    expect(file.check.heldOut).toHaveLength(run.rows('held-out').length);
  });

  it('checks on held-out sessions are told as they are in the table', () => {
    const rows = run.rows('held-out');
    const better = rows.filter(({ verdict }) => verdict === 'better').length;
    expectSaid(run.figures.findings, `${better} of ${rows.length} checks on held-out sessions favour the fuller model`);
    const pace = run.rows('people').find(({ what }) => what === 'pace')!;
    expectSaid(run.figures.findings, `log-time by sigma ${Number(pace.sigma).toFixed(2)}`);
    for (const row of rows) if (row.verdict === 'better') expect(of(row, 'gain')).toBeGreaterThan(0);
  });
});

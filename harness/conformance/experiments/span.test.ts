import { beforeAll, describe, expect, it } from 'vitest';
import { formatNumber } from '../../../reports/present/format-value.ts';
import type { Trace } from '../../contract/trace.ts';
import { experiment } from '../../experiments/span/index.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { tableLaws } from './general-laws.ts';
import { COUNTED, estimateIn, expectSaid, expectShown, plainBlanks } from './recount.ts';
import { type Cells, type SmallRun, smallRun } from './small-runs.ts';

const HOUR_MS = 3_600_000;
let run: SmallRun;
/** Sessions by arm, as operators play them whom no queue hurries. */
const calm = new Map<string, Trace[]>();
beforeAll(async () => {
  run = await smallRun(experiment);
  const traces = openTraces(run.folder);
  for (const [at, { queue, arm }] of traces.rows.entries())
    if (queue === 0) calm.set(arm!, [...(calm.get(arm!) ?? []), traces.read(at).trace]);
  traces.close();
});

const of = (row: Cells, id: string) => estimateIn(row[id])!;
const near = (value: number, expected: number, share: number, where: string) => {
  expect(value, where).toBeGreaterThan((1 - share) * expected - 1e-9);
  expect(value, where).toBeLessThan((1 + share) * expected + 1e-9);
};
const shareOfLoad = ({ load }: Cells) => Number.parseFloat(String(load)) / 100;
const loadsOf = (arm: string) => run.rows('load').filter((row) => row.arm === arm);
const ARMS = ['human-only', 'copilot', 'selective'];

describe('span', () => {
  tableLaws(() => run, { apart: [['span', 'load']], untabled: /from load/ });

  it('where hardly anybody waits, the pool comes to what its sessions come to', () => {
    for (const arm of ARMS) {
      const [row] = loadsOf(arm);
      const sessions = calm.get(arm)!;
      expect(sessions).toHaveLength(12);
      const where = `${arm}, ${row!.load}`;
      near(of(row!, 'activeMs'), COUNTED.activeMs(sessions), 0.1, `${where}, activeMs`);
      expect(Math.abs(of(row!, 'missed') - COUNTED.goalMissed(sessions)), where).toBeLessThan(0.06);
      expect(Math.abs(of(row!, 'unattendedShare') - COUNTED.sessionsAutomated(sessions)), where).toBeLessThan(0.06);
      expect(of(row!, 'abandonedShare'), where).toBeLessThan(0.01);
      near(of(row!, 'leaked'), COUNTED.errors(sessions), 0.25, `${where}, leaked`);
    }
    const leaked = ARMS.map((arm) => of(loadsOf(arm)[0]!, 'leaked'));
    expect(new Set(leaked).size).toBe(3);
  });

  it('arrivals are the share of capacity that the row names', () => {
    for (const arm of ARMS)
      for (const row of loadsOf(arm)) {
        const capacity = HOUR_MS / COUNTED.activeMs(calm.get(arm)!);
        near(of(row, 'arrivalsPerOperatorHour'), shareOfLoad(row) * capacity, 0.15, `${arm}, ${row.load}`);
      }
  });

  it('waits, hand-offs, work and sessions under way keep to Little’s law', () => {
    for (const row of [...run.rows('load'), ...run.rows('span')]) {
      const where = `${row.arm}, ${row.load ?? row.limit}, ${row.held}`;
      const [arrivals, kept] = [of(row, 'arrivalsPerOperatorHour') / HOUR_MS, 1 - of(row, 'abandonedShare')];
      near(of(row, 'openPerOperator'), arrivals * of(row, 'handlingMs'), 0.12, `${where}, openPerOperator`);
      expect(of(row, 'goingOnPerOperator'), where).toBeLessThanOrEqual(of(row, 'openPerOperator'));
      near(of(row, 'sessionWaitMs'), of(row, 'waitMs') * of(row, 'handOffsPerSession'), 0.1, `${where}, waits`);
      if (kept > 0.9) near(of(row, 'utilisation'), arrivals * of(row, 'activeMs'), 0.15, `${where}, utilisation`);
      expect(of(row, 'switchingMs'), where).toBeLessThan(Math.max(1, of(row, 'activeMs')));
    }
  });

  it('more load makes more wait, and nobody gives up sooner', () => {
    for (const arm of ARMS) {
      const [first, last] = [loadsOf(arm)[0]!, loadsOf(arm).at(-1)!];
      for (const id of ['waitMs', 'abandonedShare', 'utilisation', 'openPerOperator', 'queueLength', 'wait95Ms'])
        expect(of(last, id), `${arm}, ${id}`).toBeGreaterThan(of(first, id));
    }
  });

  it('the span keeps to the limit that its row names', () => {
    for (const row of run.rows('span')) {
      const where = `${row.arm}, ${row.limit}`;
      if (String(row.limit).startsWith('mean wait')) {
        expect(of(row, 'waitMs'), where).toBeLessThanOrEqual(30_000);
        expectShown(row, { abandonedShare: 0 }, where);
      } else expect(of(row, 'abandonedShare'), where).toBeLessThanOrEqual(0.05);
    }
  });

  it('findings tell the row that works most, and what the highest load adds to the lowest', () => {
    const told = (value: Cells[string] | undefined, digits: number, per = 1) => {
      const { estimate, low, high } = value as { estimate: number; low: number; high: number };
      const one = (number: number) => formatNumber(number / per, digits);
      return `${one(estimate)} [${one(low)}, ${one(high)}]`;
    };
    for (const arm of ARMS) {
      for (const limit of ['mean wait 30 s', '5\u202f% lost']) {
        const rows = run.rows('span').filter((row) => row.arm === arm && row.limit === limit);
        const [best] = rows.sort((a, b) => of(b, 'arrivalsPerOperatorHour') - of(a, 'arrivalsPerOperatorHour'));
        expectSaid(
          run.figures.findings,
          `${told(best!.openPerOperator, 1)} sessions each at once, ${told(best!.arrivalsPerOperatorHour, 1)} an hour, until ${limit}`,
          `Fan-out: ${formatNumber(Number(best!.fanOut), 1)}.`,
        );
      }
      const [first, last] = [loadsOf(arm)[0]!, loadsOf(arm).at(-1)!];
      const rise = (id: string, digits: number, per = 1) => {
        const value = (of(last, id) - of(first, id)) / per;
        return `${value > 0 ? '+' : ''}${formatNumber(value, digits)}`;
      };
      const [said] = run.figures.findings.filter((one) => one.startsWith(`${arm}, from load 0.2 to 1`));
      expect(plainBlanks(said!)).toContain(`leaked errors a session ${plainBlanks(rise('leaked', 3))}`);
      expect(plainBlanks(said!)).toContain(`active time ${plainBlanks(rise('activeMs', 1, 1000))}`);
    }
    const erlang = run.rows('erlang');
    const holds = erlang.filter(({ exact, simulated, exactMs, simulatedMs }) => {
      const { low, high } = (simulated ?? simulatedMs) as { low: number; high: number };
      return low <= Number(exact ?? exactMs) && Number(exact ?? exactMs) <= high;
    });
    expect(holds.map(({ verdict }) => verdict)).toEqual(holds.map(() => 'holds the exact value'));
    expectSaid(run.figures.findings, `Closed forms: ${holds.length} of ${erlang.length} exact figures lie within`);
  });

  it('plots go through the loads, with seconds on their axes', () => {
    for (const [id, per] of [
      ['waitMs', 1000],
      ['activeMs', 1000],
      ['leaked', 1],
    ] as const)
      for (const { label, points } of run.figures.plots.find((plot) => plot.id === `span-${id}`)!.curves)
        for (const [at, row] of loadsOf(label).entries()) {
          expect(points[at]!.x).toBeCloseTo(of(row, 'openPerOperator'), 8);
          expect(points[at]!.y).toBeCloseTo(of(row, id) / per, 8);
        }
  });
});

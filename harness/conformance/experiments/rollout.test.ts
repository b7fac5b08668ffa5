import { beforeAll, describe, expect, it } from 'vitest';
import { countOf } from '../../../reports/present/format-value.ts';
import type { Trace } from '../../contract/trace.ts';
import { experiment } from '../../experiments/rollout/index.ts';
import { sumOf } from '../../shared/numbers.ts';
import { tableLaws } from './general-laws.ts';
import {
  COUNTED,
  estimateIn,
  expectSaid,
  expectShown,
  inWords,
  type PlayedCell,
  playedCells,
  ran,
  wrong,
} from './recount.ts';
import { type SmallRun, smallRun } from './small-runs.ts';

let run: SmallRun;
let cells: PlayedCell[];
beforeAll(async () => {
  run = await smallRun(experiment);
  cells = playedCells(run);
});

const ROLLOUTS = ['rollout 1', 'rollout 2'];
const [DAYS, DRIFT_DAY] = [6, 4];
const onDay = (play: string, day: number, slice = '') =>
  cells.flatMap((one) => (one.play === play && one.cell.startsWith(`day ${day} ${slice}`) ? one.runs : []));
const executed = (traces: readonly Trace[], counts: (step: Trace['steps'][number]) => boolean) =>
  sumOf(traces, ({ steps }) => steps.filter((step) => ran(step) && counts(step)).length);
const mean = (values: readonly number[]) => sumOf(values) / values.length;

describe('rollout', () => {
  tableLaws(() => run, { apart: [['rollout-days', 'rollout-example']] });

  it('each day is the mean of what the rollouts played on it', () => {
    const rows = run.rows('rollout-days');
    expect(rows.map(({ day }) => day)).toEqual(Array.from({ length: DAYS }, (_, at) => at + 1));
    for (const row of rows) {
      const each = ROLLOUTS.map((play) => onDay(play, Number(row.day)));
      const over = (of: (traces: readonly Trace[]) => number) => mean(each.map(of));
      expectShown(
        row,
        {
          automated: over(COUNTED.sessionsAutomated),
          reached: over(COUNTED.goalReached),
          wrong: over((traces) => executed(traces, wrong) / traces.length),
          activeMs: over(COUNTED.activeMs),
        },
        `day ${row.day}`,
      );
    }
  });

  it('the example is the first rollout by itself, in table and plot', () => {
    const rows = run.rows('rollout-example');
    for (const row of rows) {
      const traces = onDay(ROLLOUTS[0]!, Number(row.day));
      expectShown(
        row,
        {
          automated: COUNTED.sessionsAutomated(traces),
          reached: COUNTED.goalReached(traces),
          wrong: executed(traces, wrong),
          executed: executed(traces, () => true),
          active_ms: COUNTED.activeMs(traces),
        },
        `day ${row.day}`,
      );
    }
    const curves = new Map(run.figures.plots[0]!.curves.map(({ label, points }) => [label, points]));
    const through = (label: string, of: (row: (typeof rows)[number]) => number | null) => {
      expect(curves.get(label)!.length, label).toBeGreaterThan(0);
      for (const { x, y } of curves.get(label)!) expect(y, `${label}, day ${x}`).toBeCloseTo(of(rows[x - 1]!)!, 8);
    };
    through('sessions automated', ({ automated }) => estimateIn(automated));
    through('goal reached', ({ reached }) => estimateIn(reached));
    through('actions wrong', (row) => Number(row.wrong) / Number(row.executed));
  });

  it('slices turn and are rolled back on the days on which their sessions are played so', () => {
    const first = cells.filter(({ play }) => play === ROLLOUTS[0]);
    for (const row of run.rows('rollout-slices')) {
      const selective = first.flatMap(
        ({ cell }) => new RegExp(`^day (\\d+) ${row.slice} selective`).exec(cell)?.[1] ?? [],
      );
      const days = selective.map(Number).filter((day) => day >= 1);
      if (row.selective_on === null) expect(days, String(row.slice)).toEqual([]);
      else expect(Math.min(...days), String(row.slice)).toBeGreaterThanOrEqual(Number(row.selective_on));
      if (row.role !== 'drifts') continue;
      const from = Number(row.selective_on);
      const until = row.rolled_back_on === null ? DAYS : Number(row.rolled_back_on);
      const hit = Array.from({ length: until - DRIFT_DAY + 1 }, (_, at) => DRIFT_DAY + at);
      const traces = hit.flatMap((day) => onDay(ROLLOUTS[0]!, day, String(row.slice)));
      expect(from).toBeGreaterThan(0);
      expectShown(
        row,
        { wrong_after: executed(traces, wrong), executed_after: executed(traces, () => true) },
        String(row.slice),
      );
    }
    const events = run.rows('rollout-example').map(({ events }) => String(events));
    for (const { slice, rolled_back_on } of run.rows('rollout-slices'))
      if (rolled_back_on !== null) expect(events[Number(rolled_back_on) - 1]).toContain(`${slice} rolled back`);
  });

  it('monitors are told by their own counts, and simulated ones keep to what they must', () => {
    const rows = run.rows('rollout-monitors');
    expect(rows.filter(({ role }) => role === 'acts').map(({ monitor }) => monitor)).toEqual(['cusum']);
    for (const row of rows) {
      const { falseAlarms, watched } = row;
      expectShown(row, { perThousand: (1000 * Number(falseAlarms)) / Number(watched) }, String(row.monitor));
      expect(Number(watched)).toBeGreaterThan(50);
      // What was never found has no delay, and what has one was found.
      expect(row.missed).toMatchObject({ of: row.changed });
      expect(estimateIn(row.missed) === 1, String(row.monitor)).toBe(estimateIn(row.delayDays) === null);
    }
    const [acting] = rows;
    const alarms = countOf(Number(acting!.falseAlarms), 'alarm');
    expectSaid(run.figures.findings, `cusum raised ${alarms} in ${acting!.watched} observations`);
    const simulated = run.rows('monitors');
    for (const row of simulated) if (row.delay !== null) expect(Number(row.bad)).toBeLessThanOrEqual(Number(row.delay));
    const clock = simulated.filter(({ monitor }) => monitor === 'alarm at fixed distances');
    expect(clock.length).toBeGreaterThan(1);
    for (const row of clock) expectShown(row, { arl0: 50, alarmed: 1, missed: 0 }, 'fixed distances');
  });

  it('findings tell the days and outcomes that they name', () => {
    const outcomes = new Map(run.rows('rollout-outcomes').map((row) => [row.what, row]));
    const days = run.rows('rollout-days');
    const [first, last] = [days[0]!, days.at(-1)!];
    const [acting] = run.rows('rollout-monitors');
    expect(outcomes.get('drift missed, of the automated slices that it met')!.share).toEqual(acting!.missed);
    expect(outcomes.get('days from the drift to the alarm')!.mean).toEqual(acting!.delayDays);
    const told = (what: string) => {
      const { estimate, low, high } = outcomes.get(what)!.mean as { estimate: number; low: number; high: number };
      return `${estimate.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
    };
    expectSaid(
      run.figures.findings,
      `met an automated slice in ${inWords('share', outcomes.get('drift met an automated slice')!.share)} of the rollouts`,
      `noticed after ${told('days from the drift to the alarm')} days, missed in ${inWords('share', outcomes.get('drift missed, of the automated slices that it met')!.share)}, and ${told('wrong actions run before the rollback')} of ${told('actions run before the rollback')} actions that`,
      `On the last day ${inWords('share', last.automated)} of sessions were automated, and ${inWords('share', last.reached)} reached their goal (on the first ${inWords('share', first.reached)})`,
    );
  });

  it('scores of unusual screens are of as many screens each, and tell more than chance', () => {
    const rows = run.rows('unusual-screens');
    expect(rows.length).toBeGreaterThan(2);
    for (const { usual, unusual, auroc, score } of rows) {
      expect([usual, unusual]).toEqual([rows[0]!.usual, rows[0]!.unusual]);
      expect(Number(auroc), String(score)).toBeGreaterThan(0.8);
    }
  });
});

import type { FigurePlot, FigureTable } from '../../../reports/figures/schema.ts';
import { proportion } from '../../../reports/stats/proportion.ts';
import { plain, ranged, text } from '../../bench/report/table-columns.ts';
import type { MonitorPromise } from '../../contract/monitor.ts';
import type { MeasuredMonitor, MonitorTrial } from './measure-monitors.ts';
import type { MeasuredOod } from './measure-ood.ts';
import type { DaySummary, SliceSummary } from './summarise-rollout.ts';

/** Cells of a bar over all sessions. */
const BAR = 20;

/** A share as a bar of fixed width. */
export function bar(share: number): string {
  const full = Math.round(BAR * Math.min(1, Math.max(0, share)));
  return '█'.repeat(full) + '·'.repeat(BAR - full);
}

/** A line a day of one rollout. */
export function daysTable(days: readonly DaySummary[]): FigureTable {
  return {
    id: 'rollout-example',
    title: 'The first of the rollouts, day by day',
    caption:
      'Automated: sessions in which no operator did anything, of all that came; in brackets exact 95 % intervals that take sessions as independent. Goal reached counts every session. Run: actions that ran without an operator, and those of them that were wrong. Stages: how many issue clusters (slices) were in each at the day’s beginning.',
    columns: [
      plain('day', 'day', 'count'),
      text('bar', 'automated'),
      ranged('automated', 'share', 'share'),
      ranged('reached', 'goal reached', 'share'),
      plain('wrong', 'wrong run', 'count'),
      plain('executed', 'run', 'count'),
      plain('active_ms', 'active time a session', 'ms'),
      text('stages'),
      text('events'),
    ],
    rows: days.map((day) => ({
      kind: 'measured',
      cells: {
        day: day.day,
        bar: bar(day.sessions === 0 ? 0 : day.automated / day.sessions),
        automated: proportion(day.automated, day.sessions),
        reached: proportion(day.reached, day.sessions),
        wrong: day.wrongExecuted,
        executed: day.executed,
        active_ms: day.sessions === 0 ? null : day.activeMs / day.sessions,
        stages: day.stages,
        events: day.events,
      },
    })),
    terminal: true,
  };
}

export function slicesTable(slices: readonly SliceSummary[], newSlice: string): FigureTable {
  return {
    id: 'rollout-slices',
    title: 'The first of the rollouts, slice by slice',
    caption:
      'A slice: the sessions of one issue cluster. Days from the first session to selective automation; the drift’s rollback, the wrong actions that had run until then, and the day on which the slice was automated again. Rollbacks without a change of the world are false alarms, or a gate that was set too low: what runs by itself meets other screens than copilots do.',
    columns: [
      text('slice'),
      text('role'),
      plain('days_to_selective', 'days to selective', 'count'),
      plain('selective_on', 'selective on day', 'count'),
      plain('rolled_back_on', 'rolled back on day', 'count'),
      plain('wrong_after', 'wrong run until then', 'count'),
      plain('executed_after', 'run until then', 'count'),
      plain('again_on', 'selective again on day', 'count'),
      plain('false_rollbacks', 'rollbacks without a change', 'count'),
    ],
    rows: slices.map((slice) => ({
      kind: 'measured',
      cells: {
        slice: slice.slice,
        role: [slice.slice === newSlice ? 'new process' : '', slice.changed ? 'drifts' : '']
          .filter((word) => word !== '')
          .join(', '),
        days_to_selective: slice.daysToSelective,
        selective_on: slice.selectiveOn,
        rolled_back_on: slice.rolledBackOn,
        wrong_after: slice.changed ? slice.wrongAfterDrift : null,
        executed_after: slice.changed ? slice.executedAfterDrift : null,
        again_on: slice.againOn,
        false_rollbacks: slice.falseRollbacks,
      },
    })),
    terminal: true,
  };
}

const PROMISES: Readonly<Record<MonitorPromise, (meanRun: number) => string>> = {
  ever: (meanRun) => `P(ever) ≤ 1/${meanRun}`,
  'mean-run': (meanRun) => `ARL0 ≥ ${meanRun}`,
  measured: (meanRun) => `ARL0 about ${meanRun}`,
};

/** Monitors where the truth is known. */
export function trialTable(measured: readonly MeasuredMonitor[], trial: MonitorTrial): FigureTable {
  const { baseline, degraded, meanRun, before, horizon, runs } = trial;
  return {
    id: 'monitors',
    title: 'The same monitors on simulated answers',
    caption: `Answers of which a share of ${baseline} is bad, from an observation between ${before} and ${before + meanRun} on ${degraded}; monitors set to a mean run (ARL0) of ${meanRun}; ${runs} runs each, cut after ${horizon} observations. Promises are about independent observations of the mean that a monitor was set to: the other streams show what becomes of them. In control: without the change. Delay: observations from the change to the alarm; bad before the alarm: the bad ones among them.`,
    columns: [
      text('monitor'),
      text('promise'),
      text('stream'),
      plain('arl0', 'ARL0', 'count'),
      ranged('alarmed', 'alarmed in control', 'share', 'run'),
      plain('delay', 'delay', 'score'),
      plain('bad', 'bad before the alarm', 'score'),
      ranged('missed', 'missed', 'share', 'run'),
    ],
    rows: measured.map((one) => ({
      kind: 'measured',
      cells: {
        monitor: one.monitor,
        promise: one.promise === null ? 'nothing' : PROMISES[one.promise](meanRun),
        stream: one.stream,
        arl0: one.meanRun === null ? null : Math.round(one.meanRun),
        alarmed: proportion(Math.round(one.alarmed * one.runs), one.runs),
        delay: one.delay,
        bad: one.badBefore,
        missed: proportion(Math.round(one.missed * one.runs), one.runs),
      },
    })),
    terminal: true,
  };
}

export function oodTable(measured: readonly MeasuredOod[], unknown: string): FigureTable {
  return {
    id: 'unusual-screens',
    title: 'Scores of unusual screens',
    caption: `Fitted on the screens of the history; fresh screens of its processes against those of ${unknown}, of which no log was there. FPR at 95 % TPR: share of the fresh known screens that would fall back to operators if 95 % of the unknown ones are to.`,
    columns: [
      text('score'),
      plain('auroc', 'AUROC', 'score'),
      plain('fpr', 'FPR at 95 % TPR', 'share'),
      plain('usual', 'known screens', 'count'),
      plain('unusual', 'unknown screens', 'count'),
      text('reason'),
    ],
    rows: measured.map((one) => ({
      kind: one.reason === null ? 'measured' : 'reason',
      cells: {
        score: one.score,
        auroc: one.auroc,
        fpr: one.falsePositives,
        usual: one.usual,
        unusual: one.unusual,
        reason: one.reason,
      },
    })),
    terminal: true,
  };
}

/** Automation, goals reached and wrong executions by day. */
export function daysPlot(days: readonly DaySummary[], driftDay: number): FigurePlot {
  const curve = (label: string, of: (day: DaySummary) => readonly [number, number]) => ({
    label,
    points: days.flatMap((day) => {
      const [part, whole] = of(day);
      return whole === 0 ? [] : [{ x: day.day, y: part / whole }];
    }),
  });
  return {
    id: 'rollout',
    kind: 'lines',
    title: 'The first of the rollouts, by day',
    caption: `${driftDay > 0 ? `The world changes on day ${driftDay}.` : 'The world stays as it is.'} Wrong: of the actions that ran without an operator.`,
    axes: { x: 'day', y: 'share of sessions, or of actions' },
    curves: [
      curve('sessions automated', ({ automated, sessions }) => [automated, sessions]),
      curve('goal reached', ({ reached, sessions }) => [reached, sessions]),
      curve('actions wrong', ({ wrongExecuted, executed }) => [wrongExecuted, executed]),
    ],
  };
}

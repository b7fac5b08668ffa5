import type { FigurePlot, FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import type { MeasuredMonitor, MonitorTrial } from '../../../reports/measures/measure-monitors.ts';
import type { MeasuredOod } from '../../../reports/measures/measure-ood.ts';
import { proportion } from '../../../reports/stats/mid-p.ts';
import type { DaySummary, SliceSummary } from '../../bench/rounds/summarise-rollout.ts';
import type { MonitorPromise } from '../../contract/monitor.ts';

/** What automated means in the tables of days. */
export const AUTOMATED = 'Sessions in which no operator did anything, of all that came.';

/** Cells of a bar over all sessions. */
const BAR = 20;

/** A share as a bar of fixed width. */
export function bar(share: number): string {
  const full = Math.round(BAR * Math.min(1, Math.max(0, share)));
  return '█'.repeat(full) + '·'.repeat(BAR - full);
}

const DAYS: Columns<DaySummary> = {
  day: plain('day', 'count', 'day'),
  bar: text('automated', ({ automated, sessions }) => bar(sessions === 0 ? 0 : automated / sessions)),
  automated: ranged('share', 'share', ({ automated, sessions }) => proportion(automated, sessions), AUTOMATED),
  reached: ranged('goal reached', 'share', ({ reached, sessions }) => proportion(reached, sessions), [
    'Of every session.',
  ]),
  wrong: plain('wrong run', 'count', 'wrongExecuted', 'Wrong actions that ran without an operator.'),
  executed: plain('run', 'count', 'executed', 'Actions that ran without an operator.'),
  active_ms: plain('active time a session', 'ms', ({ activeMs, sessions }) =>
    sessions === 0 ? null : activeMs / sessions,
  ),
  stages: text('stages', 'stages', 'How many issue clusters (slices) were in each at the day’s beginning.'),
  events: text('events', 'events'),
};

/** A line a day of one rollout. */
export const daysTable = (days: readonly DaySummary[]): FigureTable =>
  table({
    id: 'rollout-example',
    title: 'The first of the rollouts, day by day',
    caption: 'In brackets exact 95 % intervals that take sessions as independent.',
    columns: DAYS,
    rows: days,
  });

export const slicesTable = (slices: readonly SliceSummary[], newSlice: string): FigureTable =>
  table<SliceSummary>({
    id: 'rollout-slices',
    title: 'The first of the rollouts, slice by slice',
    caption: 'A slice: the sessions of one issue cluster.',
    columns: {
      slice: text('slice', 'slice'),
      role: text('role', ({ slice, changed }) =>
        [slice === newSlice ? 'new process' : '', changed ? 'drifts' : ''].filter((word) => word !== '').join(', '),
      ),
      days_to_selective: plain('days to selective', 'count', 'daysToSelective', [
        'From the first session to selective automation.',
      ]),
      selective_on: plain('selective on day', 'count', 'selectiveOn'),
      rolled_back_on: plain('rolled back on day', 'count', 'rolledBackOn', 'By the drift.'),
      wrong_after: plain('wrong run until then', 'count', ({ changed, wrongAfterDrift }) =>
        changed ? wrongAfterDrift : null,
      ),
      executed_after: plain('run until then', 'count', ({ changed, executedAfterDrift }) =>
        changed ? executedAfterDrift : null,
      ),
      again_on: plain('selective again on day', 'count', 'againOn'),
      false_rollbacks: plain('rollbacks without a change', 'count', 'falseRollbacks', [
        'False alarms, or a gate that was set too low:',
        'what runs by itself meets other screens than copilots do.',
      ]),
    },
    rows: slices,
  });

const PROMISES: Readonly<Record<MonitorPromise, (meanRun: number) => string>> = {
  ever: (meanRun) => `P(ever) ≤ 1/${meanRun}`,
  'mean-run': (meanRun) => `ARL0 ≥ ${meanRun}`,
  measured: (meanRun) => `ARL0 about ${meanRun}`,
};

/** Monitors where the truth is known. */
export function trialTable(measured: readonly MeasuredMonitor[], trial: MonitorTrial): FigureTable {
  const { baseline, degraded, meanRun, before, horizon, runs } = trial;
  return table<MeasuredMonitor>({
    id: 'monitors',
    title: 'The same monitors on simulated answers',
    caption: [
      `Answers of which a share of ${baseline} is bad, from an observation between ${before} and ${before + meanRun} on ${degraded};`,
      `monitors set to a mean run (ARL0) of ${meanRun}; ${runs} runs each, cut after ${horizon} observations.`,
    ],
    columns: {
      monitor: text('monitor', 'monitor'),
      promise: text('promise', ({ promise }) => (promise === null ? 'nothing' : PROMISES[promise](meanRun)), [
        'About independent observations of the mean that a monitor was set to:',
        'the other streams show what becomes of it.',
      ]),
      stream: text('stream', 'stream'),
      arl0: plain('ARL0', 'count', (one) => (one.meanRun === null ? null : Math.round(one.meanRun))),
      alarmed: ranged(
        'alarmed in control',
        'share',
        (one) => proportion(Math.round(one.alarmed * one.runs), one.runs),
        {
          over: 'run',
          definition: 'Without the change.',
        },
      ),
      delay: plain('delay', 'score', 'delay', 'Observations from the change to the alarm.'),
      bad: plain('bad before the alarm', 'score', 'badBefore', 'The bad ones among them.'),
      missed: ranged('missed', 'share', (one) => proportion(Math.round(one.missed * one.runs), one.runs), {
        over: 'run',
      }),
    },
    rows: measured,
  });
}

const OOD: Columns<MeasuredOod> = {
  score: text('score', 'score'),
  auroc: plain('AUROC', 'score', 'auroc'),
  fpr: plain('FPR at 95 % TPR', 'share', 'falsePositives', [
    'Share of the fresh known screens that would fall back to operators if 95 % of the unknown ones are to.',
  ]),
  usual: plain('known screens', 'count', 'usual'),
  unusual: plain('unknown screens', 'count', 'unusual'),
  reason: text('reason', 'reason'),
};

export const oodTable = (measured: readonly MeasuredOod[], unknown: string): FigureTable =>
  table({
    id: 'unusual-screens',
    title: 'Scores of unusual screens',
    caption: [
      'Fitted on the screens of the history;',
      `fresh screens of its processes against those of ${unknown}, of which no log was there.`,
    ],
    columns: OOD,
    rows: measured,
    kind: ({ reason }) => (reason === null ? 'measured' : 'reason'),
  });

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
    caption: [
      `${driftDay > 0 ? `The world changes on day ${driftDay}.` : 'The world stays as it is.'} Wrong:`,
      'of the actions that ran without an operator.',
    ].join(' '),
    axes: { x: 'day', y: 'share of sessions, or of actions' },
    curves: [
      curve('sessions automated', ({ automated, sessions }) => [automated, sessions]),
      curve('goal reached', ({ reached, sessions }) => [reached, sessions]),
      curve('actions wrong', ({ wrongExecuted, executed }) => [wrongExecuted, executed]),
    ],
  };
}

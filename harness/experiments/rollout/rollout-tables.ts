import type { FigurePlot, FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { clopperPearson } from '../../../reports/stats/clopper-pearson.ts';
import { plain, ranged, text } from '../table-columns.ts';
import type { MeasuredMonitor, MonitorTrial } from './measure-monitors.ts';
import type { MeasuredOod } from './measure-ood.ts';
import type { DaySummary, MonitorSummary, SliceSummary } from './summarise-rollout.ts';

/** Cells of a bar over all sessions. */
const BAR = 20;

/** A share as a bar of fixed width. */
export function bar(share: number): string {
  const full = Math.round(BAR * Math.min(1, Math.max(0, share)));
  return '█'.repeat(full) + '·'.repeat(BAR - full);
}

function proportion(successes: number, trials: number): Ranged {
  if (trials === 0) return { estimate: null, low: null, high: null };
  return { estimate: successes / trials, ...clopperPearson(successes, trials) };
}

/** A line a day: the rollout as text. */
export function daysTable(days: readonly DaySummary[]): FigureTable {
  return {
    id: 'rollout-days',
    title: 'Day by day',
    caption:
      'Sessions in which no operator did anything, of all that came; in brackets exact 95 % intervals that take sessions as independent. Goal reached counts every session. Wrong: of the actions that ran without an operator.',
    columns: [
      plain('day', 'day', 'count'),
      text('bar', 'automated'),
      ranged('automated', 'share', 'share'),
      ranged('reached', 'goal reached', 'share'),
      plain('wrong', 'wrong executed', 'count'),
      plain('executed', 'executed', 'count'),
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
    title: 'Slice by slice',
    caption:
      'Days from the first session to selective automation; the drift’s rollback, the wrong actions that had run until then, and the day on which the slice was automated again. Rollbacks without a change of the world are false alarms, or a gate that was set too low: what runs by itself meets other screens than copilots do.',
    columns: [
      text('slice'),
      text('role'),
      plain('days_to_selective', 'days to selective', 'count'),
      plain('selective_on', 'selective on day', 'count'),
      plain('rolled_back_on', 'rolled back on day', 'count'),
      plain('wrong_after', 'wrong until then', 'count'),
      plain('executed_after', 'executed until then', 'count'),
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

export function monitorsTable(monitors: readonly MonitorSummary[]): FigureTable {
  return {
    id: 'rollout-monitors',
    title: 'Monitors on the guardrails',
    caption:
      'All monitors watch the same observations; only the acting one rolls back, so that after its alarm the others see no more. ARL0: observations where nothing had changed, per false alarm; without one, more than were watched.',
    columns: [
      text('monitor'),
      text('role'),
      plain('watched', 'calm observations', 'count'),
      plain('false_alarms', 'false alarms', 'count'),
      text('arl0', 'ARL0'),
      plain('changed', 'changed slices under watch', 'count'),
      plain('found', 'found', 'count'),
      plain('delay_days', 'delay in days', 'score'),
    ],
    rows: monitors.map((one) => ({
      kind: 'measured',
      cells: {
        monitor: one.monitor,
        role: one.acts ? 'acts' : 'looks on',
        watched: one.watched,
        false_alarms: one.falseAlarms,
        arl0: one.falseAlarms > 0 ? `${Math.round(one.watched / one.falseAlarms)}` : `> ${one.watched}`,
        changed: one.changed,
        found: one.found,
        delay_days: one.delayDays,
      },
    })),
    terminal: true,
  };
}

export function trialTable(measured: readonly MeasuredMonitor[], trial: MonitorTrial): FigureTable {
  const { baseline, degraded, meanRun, before, horizon, runs } = trial;
  return {
    id: 'monitors',
    title: 'Monitors on simulated answers',
    caption: `Zeros and ones, a share of ${baseline} bad, from observation ${before} on ${degraded}; set to a mean run of ${meanRun}; ${runs} runs each, cut after ${horizon} observations. Bad before the alarm: what ran wrong while the monitor waited.`,
    columns: [
      text('monitor'),
      text('promise'),
      plain('arl0', 'ARL0', 'count'),
      ranged('alarmed', 'alarmed in control', 'share'),
      plain('delay', 'delay', 'score'),
      plain('bad', 'bad before the alarm', 'score'),
      ranged('missed', 'missed', 'share'),
    ],
    rows: measured.map((one) => ({
      kind: 'measured',
      cells: {
        monitor: one.monitor,
        promise:
          one.promise === 'ever' ? `P(ever) ≤ 1/${meanRun}` : one.promise === 'mean-run' ? `ARL0 ≥ ${meanRun}` : 'none',
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
  const curve = (label: string, of: (day: DaySummary) => number) => ({
    label,
    points: days.filter(({ sessions }) => sessions > 0).map((day) => ({ x: day.day, y: of(day) })),
  });
  return {
    id: 'rollout',
    kind: 'lines',
    title: 'The rollout by day',
    caption: driftDay > 0 ? `The world changes on day ${driftDay}.` : 'The world stays as it is.',
    axes: { x: 'day', y: 'share of sessions; wrong actions a session' },
    curves: [
      curve('automated', ({ automated, sessions }) => automated / sessions),
      curve('goal reached', ({ reached, sessions }) => reached / sessions),
      curve('wrong executed, a session', ({ wrongExecuted, sessions }) => wrongExecuted / sessions),
    ],
  };
}

import type { FigureTable } from '../../../reports/figures/schema.ts';
import { countOf } from '../../../reports/present/format-value.ts';
import { plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import { bar } from './rollout-tables.ts';
import type { RepeatDay, RepeatMonitor, RepeatOutcomes } from './summarise-repeats.ts';

/** A line a day over all rollouts: the rollout as text. */
export function repeatDaysTable(days: readonly RepeatDay[], rollouts: number): FigureTable {
  return {
    id: 'rollout-days',
    title: 'Automation by day',
    caption: `${rollouts === 1 ? 'One rollout' : `Means over ${rollouts} rollouts, each with sessions, days and drift of its own; in brackets 95 % intervals by Student’s t, without width where all rollouts agree`}. Automated: sessions in which no operator did anything, of all that came. Wrong: actions that ran without an operator.`,
    columns: [
      plain('day', 'day', 'count'),
      text('bar', 'sessions automated'),
      ranged('automated', 'share', 'share', 'rollout'),
      ranged('reached', 'goal reached', 'share', 'rollout'),
      ranged('wrong', 'wrong actions run, a session', 'score', 'rollout'),
      ranged('activeMs', 'active time a session', 'ms', 'rollout'),
    ],
    rows: days.map(({ day, automated, reached, wrong, activeMs }) => ({
      kind: 'measured',
      cells: {
        day,
        bar: bar(automated.estimate ?? 0),
        automated: bare(automated),
        reached: bare(reached),
        wrong: bare(wrong),
        activeMs: bare(activeMs),
      },
    })),
    terminal: true,
  };
}

/** How soon the new process was automated, and what the drift did. */
export function outcomesTable(outcomes: RepeatOutcomes, days: number, driftDay: number): FigureTable {
  const row = (what: string, cells: Row['cells']): Row => ({ kind: 'measured', cells: { what, ...cells } });
  const mean = (what: string, { rollouts, ...value }: RepeatOutcomes['delayDays']) =>
    row(what, { mean: value, rollouts });
  const share = (what: string, value: RepeatOutcomes['missed']) => row(what, { share: value });
  return {
    id: 'rollout-outcomes',
    title: 'How soon it is automated, and what the drift does',
    caption: `Over ${countOf(outcomes.rollouts, 'rollout')}. Means with 95 % intervals by Student’s t, over the rollouts in which there is such a figure; shares with exact intervals.${driftDay > 0 ? ` Missed: no alarm of the acting monitor in the slice from day ${driftDay} to day ${days}. Before the rollback: or until the last day where none came.` : ''}`,
    columns: [
      text('what', 'figure'),
      ranged('share', 'share', 'share', 'trial'),
      ranged('mean', 'mean', 'count', 'rollout'),
      plain('rollouts', 'rollouts', 'count'),
    ],
    rows: [
      share('new process automated by the end', outcomes.newAutomated),
      mean('days from its first session to selective automation', outcomes.daysToSelective),
      ...(driftDay > 0
        ? [
            share('drift met an automated slice', outcomes.struck),
            share('drift missed, of the automated slices that it met', outcomes.missed),
            mean('days from the drift to the alarm', outcomes.delayDays),
            mean('wrong actions run before the rollback', outcomes.wrongBefore),
            mean('actions run before the rollback', outcomes.executedBefore),
          ]
        : []),
      mean('rollbacks without a change, a rollout', outcomes.falseRollbacks),
    ],
    terminal: true,
  };
}

/** False alarms and misses of every monitor on the guardrails of all rollouts. */
export function repeatMonitorsTable(monitors: readonly RepeatMonitor[], meanRun: number): FigureTable {
  return {
    id: 'rollout-monitors',
    title: 'Monitors on the guardrails',
    caption: `Set to a mean run (ARL0) of ${meanRun} observations, which is ${(1000 / meanRun).toFixed(1)} false alarms for 1,000. Calm: where nothing had changed; the interval is clustered by rollout. All monitors watch the same, but only the acting one rolls back: after its alarm the others see no more, so that their misses and delays are not comparable with its own.`,
    columns: [
      text('monitor'),
      text('role'),
      plain('watched', 'calm observations', 'count'),
      plain('falseAlarms', 'false alarms', 'count'),
      ranged('perThousand', 'for 1,000', 'count', 'rollout'),
      plain('changed', 'changed slices', 'count'),
      ranged('missed', 'missed', 'share', 'slice'),
      ranged('delayDays', 'delay in days', 'count', 'rollout'),
    ],
    rows: monitors.map(({ acts, delayDays, ...one }) => ({
      kind: 'measured',
      cells: { ...one, role: acts ? 'acts' : 'looks on', delayDays: bare(delayDays) },
    })),
    terminal: true,
  };
}

const bare = ({ rollouts: _, ...value }: RepeatDay['automated']) => value;

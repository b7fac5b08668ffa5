import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, having, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { countOf } from '../../../reports/present/format-value.ts';
import type { OverRepeats, RepeatDay, RepeatMonitor, RepeatOutcomes } from '../../bench/rounds/summarise-repeats.ts';
import { AUTOMATED, bar } from './rollout-tables.ts';

const DAYS: Columns<RepeatDay> = {
  day: plain('day', 'count', 'day'),
  bar: text('sessions automated', ({ automated }) => bar(automated.estimate ?? 0)),
  ...having<RepeatDay>(
    { over: 'rollout' },
    {
      automated: ranged('share', 'share', 'automated', AUTOMATED),
      reached: ranged('goal reached', 'share', 'reached'),
      wrong: ranged('wrong actions run, a session', 'score', 'wrong', 'Actions that ran without an operator.'),
      activeMs: ranged('active time a session', 'ms', 'activeMs'),
    },
  ),
};

/** A line a day over all rollouts: the rollout as text. */
export const repeatDaysTable = (days: readonly RepeatDay[], rollouts: number): FigureTable =>
  table({
    id: 'rollout-days',
    title: 'Automation by day',
    caption:
      rollouts === 1
        ? 'One rollout.'
        : [
            `Means over ${rollouts} rollouts, each with sessions, days and drift of its own;`,
            'in brackets 95 % intervals by Student’s t, without width where all rollouts agree.',
          ],
    columns: DAYS,
    rows: days,
  });

/** One figure: a share of trials, or a mean over rollouts. */
interface OutcomeRow {
  readonly what: string;
  readonly share?: RepeatOutcomes['missed'];
  readonly mean?: OverRepeats;
}

const OUTCOMES: Columns<OutcomeRow> = {
  what: text('figure', 'what'),
  share: ranged('share', 'share', 'share', { over: 'trial' }),
  mean: ranged('mean', 'count', 'mean', { over: 'rollout' }),
  rollouts: plain('rollouts', 'count', ({ mean }) => mean?.rollouts),
};

/** How soon the new process was automated, and what the drift did. */
export const outcomesTable = (outcomes: RepeatOutcomes, days: number, driftDay: number): FigureTable =>
  table({
    id: 'rollout-outcomes',
    title: 'How soon it is automated, and what the drift does',
    caption: [
      `Over ${countOf(outcomes.rollouts, 'rollout')}.`,
      'Means with 95 % intervals by Student’s t, over the rollouts in which there is such a figure;',
      'shares with exact intervals.',
      ...(driftDay > 0
        ? [
            `Missed: no alarm of the acting monitor in the slice from day ${driftDay} to day ${days}.`,
            'Before the rollback: or until the last day where none came.',
          ]
        : []),
    ],
    columns: OUTCOMES,
    rows: [
      { what: 'new process automated by the end', share: outcomes.newAutomated },
      { what: 'days from its first session to selective automation', mean: outcomes.daysToSelective },
      ...(driftDay > 0
        ? [
            { what: 'drift met an automated slice', share: outcomes.struck },
            { what: 'drift missed, of the automated slices that it met', share: outcomes.missed },
            { what: 'days from the drift to the alarm', mean: outcomes.delayDays },
            { what: 'wrong actions run before the rollback', mean: outcomes.wrongBefore },
            { what: 'actions run before the rollback', mean: outcomes.executedBefore },
          ]
        : []),
      { what: 'rollbacks without a change, a rollout', mean: outcomes.falseRollbacks },
    ],
  });

const MONITORS: Columns<RepeatMonitor> = {
  monitor: text('monitor', 'monitor'),
  role: text('role', ({ acts }) => (acts ? 'acts' : 'looks on')),
  watched: plain('calm observations', 'count', 'watched', 'Where nothing had changed.'),
  falseAlarms: plain('false alarms', 'count', 'falseAlarms'),
  perThousand: ranged('for 1,000', 'count', 'perThousand', { over: 'rollout' }),
  changed: plain('changed slices', 'count', 'changed'),
  missed: ranged('missed', 'share', 'missed', { over: 'slice' }),
  delayDays: ranged('delay in days', 'count', 'delayDays', { over: 'rollout' }),
};

/** False alarms and misses of every monitor on the guardrails of all rollouts. */
export const repeatMonitorsTable = (monitors: readonly RepeatMonitor[], meanRun: number): FigureTable =>
  table({
    id: 'rollout-monitors',
    title: 'Monitors on the guardrails',
    caption: [
      `Set to a mean run (ARL0) of ${meanRun} observations, which is ${(1000 / meanRun).toFixed(1)} false alarms for 1,000.`,
      'The interval is clustered by rollout. All monitors watch the same, but only the acting one rolls back:',
      'after its alarm the others see no more, so that their misses and delays are not comparable with its own.',
    ],
    columns: MONITORS,
    rows: monitors,
  });

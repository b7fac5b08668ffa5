import type { SliceDay } from '../../deployment/rounds-input.ts';
import type { GuardAlarm } from '../../deployment/slice-guards.ts';
import { meanOf, sumOf } from '../../shared/numbers.ts';
import type { Rollout } from './play-rollout.ts';

/** One slice's way through the days. */
export type SliceSummary = ReturnType<typeof summariseSlices>[number];

export function summariseSlices({ slices, calendar }: Rollout, driftDay: number) {
  const names = [...new Set(slices.map(({ slice }) => slice))].sort();
  return names.map((name) => {
    const own = slices.filter(({ slice }) => slice === name);
    const changed = calendar.changed.has(name);
    const selective = own.find(({ stage }) => stage === 'selective') ?? null;
    const first = own.find(({ sessions }) => sessions > 0);
    const hit = (row: SliceDay) => changed && driftDay > 0 && row.day >= driftDay;
    const rolled = own.find((row) => hit(row) && row.rolledBack) ?? null;
    const until = own.filter((row) => hit(row) && (rolled === null || row.day <= rolled.day));
    const again = rolled && own.find(({ day, stage }) => day > rolled.day && stage === 'selective');
    return {
      slice: name,
      /** First day of selective automation; null where it never came. */
      selectiveOn: selective?.day ?? null,
      /** Days from the slice's first session to that day. */
      daysToSelective: selective && first ? selective.day - first.day : null,
      changed,
      /** First rollback on or after the drift in a slice that it changed. */
      rolledBackOn: rolled?.day ?? null,
      /** First day of selective automation after that. */
      againOn: again?.day ?? null,
      /** Wrong actions that ran from the drift until the rollback, or to the end where there was none. */
      wrongAfterDrift: sumOf(until, ({ wrongExecuted }) => wrongExecuted),
      executedAfterDrift: sumOf(until, ({ executed }) => executed),
      falseRollbacks: own.filter((row) => row.rolledBack && !hit(row)).length,
    };
  });
}

/** How one monitor did on the guardrails of all slices. */
export type MonitorSummary = ReturnType<typeof summariseMonitors>[number];

export function summariseMonitors({ slices, calendar }: Rollout, driftDay: number, monitors: readonly string[]) {
  const hit = ({ slice, day }: SliceDay) => driftDay > 0 && day >= driftDay && calendar.changed.has(slice);
  const automated = ({ stage }: SliceDay) => stage === 'calibration' || stage === 'selective';
  const calm = slices.filter((row) => !hit(row));
  const struck = [
    ...new Set(slices.filter((row) => hit(row) && row.day === driftDay && automated(row)).map((row) => row.slice)),
  ];
  return monitors.map((monitor, at) => {
    const by = (alarm: GuardAlarm) => alarm.monitor === monitor;
    const delays = struck.flatMap((slice) => {
      const row = slices.find((one) => one.slice === slice && hit(one) && one.alarms.some(by));
      return row ? [row.day - driftDay] : [];
    });
    return {
      monitor,
      acts: at === 0,
      /** Alarms where nothing had changed. */
      falseAlarms: sumOf(calm, ({ alarms }) => alarms.filter(by).length),
      /** Observations under watch where nothing had changed. */
      watched: sumOf(calm, ({ watched }) => watched),
      /** Changed slices under watch, and those in which it alarmed. */
      changed: struck.length,
      found: delays.length,
      /** Mean days from the drift to its first alarm, over those found. */
      delayDays: delays.length > 0 ? meanOf(delays) : null,
    };
  });
}

/** All slices of a day together. */
export type DaySummary = ReturnType<typeof summariseDays>[number];

export function summariseDays({ slices }: Rollout) {
  const days = [...new Set(slices.map(({ day }) => day))];
  return days.map((day) => {
    const own = slices.filter((row) => row.day === day && row.sessions > 0);
    const count = (stage: string) => own.filter((row) => row.stage === stage).length;
    const stages = ['selective', 'calibration', 'copilot', 'logging'].flatMap((stage) =>
      count(stage) > 0 ? `${count(stage)} ${stage}` : [],
    );
    return {
      day,
      sessions: sumOf(own, ({ sessions, crashed }) => sessions - crashed),
      automated: sumOf(own, ({ automated }) => automated),
      reached: sumOf(own, ({ reached }) => reached),
      executed: sumOf(own, ({ executed }) => executed),
      wrongExecuted: sumOf(own, ({ wrongExecuted }) => wrongExecuted),
      activeMs: sumOf(own, ({ activeMs }) => activeMs),
      /** Stage of each slice, in words. */
      stages: stages.join(', '),
      events: own.flatMap((row) => (row.rolledBack ? `${row.slice} rolled back` : [])).join(', '),
    };
  });
}

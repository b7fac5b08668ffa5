import type { SliceDay } from '../../deployment/rounds-input.ts';
import type { GuardAlarm } from '../../deployment/slice-guards.ts';
import { meanOf, sumOf } from '../../shared/numbers.ts';
import type { Rollout } from './play-rollout.ts';

/** One slice's way through the days. */
export interface SliceSummary {
  readonly slice: string;
  /** First day of selective automation; null where it never came. */
  readonly selectiveOn: number | null;
  /** Days from the slice's first session to that day. */
  readonly daysToSelective: number | null;
  readonly changed: boolean;
  /** First rollback on or after the drift in a slice that it changed. */
  readonly rolledBackOn: number | null;
  /** First day of selective automation after that. */
  readonly againOn: number | null;
  /** Wrong actions that ran from the drift until the rollback, or to the end where there was none. */
  readonly wrongAfterDrift: number;
  readonly executedAfterDrift: number;
  readonly falseRollbacks: number;
}

export function summariseSlices({ slices, calendar }: Rollout, driftDay: number): SliceSummary[] {
  const names = [...new Set(slices.map(({ slice }) => slice))].sort();
  return names.map((name): SliceSummary => {
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
      selectiveOn: selective?.day ?? null,
      daysToSelective: selective && first ? selective.day - first.day : null,
      changed,
      rolledBackOn: rolled?.day ?? null,
      againOn: again?.day ?? null,
      wrongAfterDrift: sumOf(until, ({ wrongExecuted }) => wrongExecuted),
      executedAfterDrift: sumOf(until, ({ executed }) => executed),
      falseRollbacks: own.filter((row) => row.rolledBack && !hit(row)).length,
    };
  });
}

/** How one monitor did on the guardrails of all slices. */
export interface MonitorSummary {
  readonly monitor: string;
  readonly acts: boolean;
  /** Alarms where nothing had changed. */
  readonly falseAlarms: number;
  /** Observations under watch where nothing had changed. */
  readonly watched: number;
  /** Changed slices under watch, and those in which it alarmed. */
  readonly changed: number;
  readonly found: number;
  /** Mean days from the drift to its first alarm, over those found. */
  readonly delayDays: number | null;
}

export function summariseMonitors(
  { slices, calendar }: Rollout,
  driftDay: number,
  monitors: readonly string[],
): MonitorSummary[] {
  const hit = ({ slice, day }: SliceDay) => driftDay > 0 && day >= driftDay && calendar.changed.has(slice);
  const automated = ({ stage }: SliceDay) => stage === 'calibration' || stage === 'selective';
  const calm = slices.filter((row) => !hit(row));
  const struck = [
    ...new Set(slices.filter((row) => hit(row) && row.day === driftDay && automated(row)).map((row) => row.slice)),
  ];
  return monitors.map((monitor, at): MonitorSummary => {
    const by = (alarm: GuardAlarm) => alarm.monitor === monitor;
    const delays = struck.flatMap((slice) => {
      const row = slices.find((one) => one.slice === slice && hit(one) && one.alarms.some(by));
      return row ? [row.day - driftDay] : [];
    });
    return {
      monitor,
      acts: at === 0,
      falseAlarms: sumOf(calm, ({ alarms }) => alarms.filter(by).length),
      watched: sumOf(calm, ({ watched }) => watched),
      changed: struck.length,
      found: delays.length,
      delayDays: delays.length > 0 ? meanOf(delays) : null,
    };
  });
}

/** All slices of a day together. */
export interface DaySummary {
  readonly day: number;
  readonly sessions: number;
  readonly automated: number;
  readonly reached: number;
  readonly executed: number;
  readonly wrongExecuted: number;
  readonly activeMs: number;
  /** Stage of each slice, in words. */
  readonly stages: string;
  readonly events: string;
}

export function summariseDays({ slices }: Rollout): DaySummary[] {
  const days = [...new Set(slices.map(({ day }) => day))];
  return days.map((day): DaySummary => {
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
      stages: stages.join(', '),
      events: own.flatMap((row) => (row.rolledBack ? `${row.slice} rolled back` : [])).join(', '),
    };
  });
}

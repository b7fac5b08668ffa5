import type { Ranged } from '../../../reports/figures/schema.ts';
import { meanEstimate } from '../../../reports/stats/mean-estimate.ts';
import { proportion } from '../../../reports/stats/mid-p.ts';
import { NOT_NEGATIVE, SHARE } from '../../../reports/stats/range.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { DaySummary, MonitorSummary, SliceSummary } from './summarise-rollout.ts';

/** What one rollout came to. */
export interface Repeat {
  readonly days: readonly DaySummary[];
  readonly slices: readonly SliceSummary[];
  readonly monitors: readonly MonitorSummary[];
  /** Slice of the new process. */
  readonly newSlice: string;
}

/** A mean over the rollouts in which there is something to take a mean of. */
export interface OverRepeats extends Ranged {
  readonly rollouts: number;
}

/** One day of all rollouts; means over them. */
export type RepeatDay = ReturnType<typeof repeatDays>[number];

/** What all rollouts came to. */
export type RepeatOutcomes = ReturnType<typeof repeatOutcomes>;

/** One monitor over all rollouts. */
export type RepeatMonitor = ReturnType<typeof repeatMonitors>[number];

/** Mean over rollouts, each a run of its own; those without a value are left out and not counted. */
function over(values: readonly (number | null)[], range = NOT_NEGATIVE): OverRepeats {
  const known = values.filter((value) => value !== null);
  return { ...meanEstimate(known, range), rollouts: known.length };
}

const shares = (values: readonly (number | null)[]) => over(values, SHARE);

/** Automation, goals, errors and time by day. */
export function repeatDays(repeats: readonly Repeat[]) {
  const [first] = repeats;
  return (first?.days ?? []).map(({ day }) => {
    const own = repeats.flatMap(({ days }) => days.filter((one) => one.day === day));
    const per = (of: (one: DaySummary) => number) =>
      own.map((one) => (one.sessions === 0 ? null : of(one) / one.sessions));
    return {
      day,
      automated: shares(per(({ automated }) => automated)),
      reached: shares(per(({ reached }) => reached)),
      /** Wrong actions that ran without an operator, a session. */
      wrong: over(per(({ wrongExecuted }) => wrongExecuted)),
      activeMs: over(per(({ activeMs }) => activeMs)),
    };
  });
}

/** How the new process and the drift went. */
export function repeatOutcomes(repeats: readonly Repeat[]) {
  const fresh = repeats.map(({ slices, newSlice }) => slices.find(({ slice }) => slice === newSlice) ?? null);
  const acting = repeats.flatMap(({ monitors }) => monitors.filter(({ acts }) => acts));
  const met = repeats.filter((_, at) => (acting[at]?.changed ?? 0) > 0);
  const changed = (of: 'wrongAfterDrift' | 'executedAfterDrift') =>
    over(
      met.map(({ slices }) =>
        sumOf(
          slices.filter((slice) => slice.changed),
          (slice) => slice[of],
        ),
      ),
    );
  return {
    rollouts: repeats.length,
    /** Share of the rollouts in which the new process was automated by the end, and after how many days where it was. */
    newAutomated: proportion(fresh.filter((slice) => slice?.selectiveOn != null).length, repeats.length),
    daysToSelective: over(fresh.map((slice) => slice?.daysToSelective ?? null)),
    /** Share of the rollouts in which the drift met a slice that was automated. */
    struck: proportion(met.length, repeats.length),
    /** Of the slices that it met, those in which the acting monitor never alarmed. */
    missed: missedShare(acting),
    /** Days to the acting monitor's alarm, where it came. */
    delayDays: over(acting.map(({ delayDays }) => delayDays)),
    /** Wrong actions, and all, that ran in the slices that it met until the rollback, or to the end without one. */
    wrongBefore: changed('wrongAfterDrift'),
    executedBefore: changed('executedAfterDrift'),
    falseRollbacks: over(repeats.map(({ slices }) => sumOf(slices, ({ falseRollbacks }) => falseRollbacks))),
  };
}

/** Each monitor over all rollouts. */
export function repeatMonitors(repeats: readonly Repeat[]) {
  return (repeats[0]?.monitors ?? []).map(({ monitor, acts }) => {
    const own = repeats.flatMap(({ monitors }) => monitors.filter((one) => one.monitor === monitor));
    const falseRate = ratioEstimate(
      {
        numerators: own.map(({ falseAlarms }) => falseAlarms),
        denominators: own.map(({ watched }) => watched / 1000),
      },
      'count',
    );
    return {
      monitor,
      acts,
      watched: sumOf(own, ({ watched }) => watched),
      falseAlarms: sumOf(own, ({ falseAlarms }) => falseAlarms),
      /** False alarms for 1,000 observations; clustered by rollout. */
      perThousand: falseRate,
      changed: sumOf(own, ({ changed }) => changed),
      missed: missedShare(own),
      delayDays: over(own.map(({ delayDays }) => delayDays)),
    };
  });
}

function missedShare(monitors: readonly MonitorSummary[]): Ranged {
  const changed = sumOf(monitors, (one) => one.changed);
  return proportion(changed - sumOf(monitors, ({ found }) => found), changed);
}

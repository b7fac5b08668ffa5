import type { RoundRules } from '../../stages/rounds-input.ts';
import type { Rollout } from './play-rollout.ts';
import type { RolloutOptions } from './rollout-options.ts';
import type { DaySummary, MonitorSummary, SliceSummary } from './summarise-rollout.ts';

export interface Summaries {
  readonly days: readonly DaySummary[];
  readonly slices: readonly SliceSummary[];
  readonly monitors: readonly MonitorSummary[];
  readonly newSlice: string;
  readonly driftDay: number;
}

/** What the days say, in sentences. */
export function rolloutFindings({ days, slices, monitors, newSlice, driftDay }: Summaries): string[] {
  const fresh = slices.find(({ slice }) => slice === newSlice);
  const last = days.at(-1);
  return [
    fresh?.selectiveOn == null
      ? `The new process (${newSlice}) was not automated within ${days.length} days.`
      : `The new process (${newSlice}) was automated on day ${fresh.selectiveOn}, ${fresh.daysToSelective} days after its first session.`,
    ...slices.filter(({ changed }) => changed).map((slice) => driftWords(slice, driftDay)),
    ...monitors.filter(({ acts }) => acts).map(falseWords),
    ...(last
      ? [
          `On the last day ${last.automated} of ${last.sessions} sessions took no operator, and ${last.reached} reached their goal.`,
        ]
      : []),
  ];
}

function driftWords(slice: SliceSummary, driftDay: number): string {
  const cost = `${slice.wrongAfterDrift} of ${slice.executedAfterDrift} executed actions had been wrong`;
  if (slice.rolledBackOn === null && (slice.selectiveOn === null || slice.selectiveOn > driftDay))
    return `The drift of day ${driftDay} in ${slice.slice} met a slice that was not automated yet: nothing was there to roll back.`;
  if (slice.rolledBackOn === null) return `The drift of day ${driftDay} in ${slice.slice} led to no rollback; ${cost}.`;
  const again = slice.againOn === null ? 'not automated again by the end' : `automated again on day ${slice.againOn}`;
  return `The drift of day ${driftDay} in ${slice.slice} was answered on day ${slice.rolledBackOn}, when ${cost}; the slice was ${again}.`;
}

function falseWords({ monitor, falseAlarms, watched }: MonitorSummary): string {
  return `Where nothing had changed, ${monitor} raised ${falseAlarms} alarms in ${watched} observations of the guardrails.`;
}

/** What was taken for granted. */
export function rolloutNotes(
  { unplanned }: Rollout,
  { policy, critic, gate, ood, monitor, target, alpha, beta, slip, drift, driftDay, meanRun }: RolloutOptions,
  rules: Omit<RoundRules, 'meanRun'>,
): string[] {
  return [
    `Closed loop. Policy ${policy}, critic ${critic}, gate ${gate} at ${target}, fallback by ${ood}, ${monitor} acts with ARL0 ${meanRun}; α = ${alpha}, β = ${beta}, slip = ${slip}.`,
    driftDay > 0 ? `Drift from day ${driftDay} on: ${drift}.` : 'No drift.',
    'Sessions are routed to the slice of their issue when they come, as a desk with queues does; the policy is not told.',
    `A slice is copilot after ${rules.minLogged} logged sessions, automated once ${100 * rules.minPassing} % of its held-out answers pass its own gate (at least ${rules.minSupport} of them), after ${rules.calibrationDays} day(s) of human final close. ${100 * rules.sampleShare} % of its sessions stay with operators, as a sample.`,
    'A rollback takes effect at the next quarter of the day. Policies learn from what operators did, errors and damage included; what ran by itself teaches nothing.',
    'One run: sessions, days and drift are drawn once, so that days and delays carry no interval.',
    ...(unplanned > 0 ? [`${unplanned} sessions whose goal is not known were left out.`] : []),
  ];
}

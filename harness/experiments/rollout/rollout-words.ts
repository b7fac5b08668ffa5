import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import type { Ranged } from '../../../reports/figures/schema.ts';
import {
  countOf,
  formatCount,
  formatEstimate,
  formatNumber,
  formatPercent,
} from '../../../reports/present/format-value.ts';
import type { RepeatDay, RepeatMonitor, RepeatOutcomes } from '../../bench/rounds/summarise-repeats.ts';
import type { RoundRules } from '../../deployment/rounds-input.ts';
import type { RolloutOptions } from './options.ts';

export interface RolloutResults {
  readonly days: readonly RepeatDay[];
  readonly outcomes: RepeatOutcomes;
  readonly monitors: readonly RepeatMonitor[];
  readonly newProcess: string;
  readonly driftDay: number;
}

/** What the rollouts say, in sentences. */
export function rolloutFindings({ days, outcomes, monitors, newProcess, driftDay }: RolloutResults): string[] {
  const { newAutomated, daysToSelective, rollouts } = outcomes;
  const last = days.at(-1);
  const best = days.reduce<RepeatDay | null>(
    (most, day) => (share(day) > (most ? share(most) : -1) ? day : most),
    null,
  );
  return [
    daysToSelective.rollouts === 0
      ? `The new process (${newProcess}) was automated in ${noneOf(rollouts)} within ${countOf(days.length, 'day')}.`
      : [
          `The new process (${newProcess}) was automated in ${shareOf(newAutomated, rollouts)} within`,
          `${countOf(days.length, 'day')}, ${means(daysToSelective)} ${unitOf(daysToSelective, 'day')} after its`,
          'first session.',
        ].join(' '),
    ...(driftDay > 0 ? [driftWords(outcomes, driftDay)] : []),
    ...monitors.filter(({ acts }) => acts).map(falseWords),
    ...(best && last
      ? [
          [
            ...(best === last
              ? []
              : [`Most was automated on day ${best.day}, ${formatEstimate('share', best.automated)} of sessions.`]),
            `On the last day ${formatEstimate('share', last.automated)} of sessions were automated, and`,
            `${formatEstimate('share', last.reached)} reached their goal`,
            `(on the first ${formatEstimate('share', days[0]?.reached ?? last.reached)}).`,
          ].join(' '),
        ]
      : []),
  ];
}

const noneOf = (rollouts: number) => (rollouts === 1 ? 'no slice of the one rollout' : `none of ${rollouts} rollouts`);

/** Of how many rollouts: one is told as one, since it bounds nothing. */
function shareOf(share: Ranged, rollouts: number): string {
  if (rollouts === 1) return 'the one rollout (--repeats gives an interval)';
  return `${formatEstimate('share', share)} of ${countOf(rollouts, 'rollout')}`;
}

const unitOf = ({ estimate, low }: Ranged, noun: string) => (estimate === 1 && low === null ? noun : `${noun}s`);

/** A mean to one decimal, with its interval where there is one; a count stays a count. */
function means({ estimate, low, high }: Ranged): string {
  if (estimate === null) return 'unknown';
  if (low === null && Number.isInteger(estimate)) return formatCount(estimate);
  const one = formatNumber(estimate, 1);
  return low === null || high === null ? one : `${one} [${formatNumber(low, 1)}, ${formatNumber(high, 1)}]`;
}

const share = ({ automated }: RepeatDay) => automated.estimate ?? 0;

function driftWords(
  { struck, missed, delayDays, wrongBefore, executedBefore, rollouts }: RepeatOutcomes,
  driftDay: number,
): string {
  if (rollouts === 1 && struck.estimate === 0) return `The drift of day ${driftDay} met no automated slice.`;
  const where = rollouts === 1 ? '' : ` in ${formatEstimate('share', struck)} of the rollouts`;
  const met = `The drift of day ${driftDay} met an automated slice${where}`;
  if (wrongBefore.rollouts === 0) return `${met}: nothing was there to roll back.`;
  const found =
    delayDays.rollouts === 0
      ? 'it was never noticed'
      : `it was noticed after ${means(delayDays)} ${unitOf(delayDays, 'day')}`;
  const overlooked = rollouts === 1 ? '' : `, missed in ${formatEstimate('share', missed)}`;
  return [
    `${met}; there ${found}${overlooked}, and ${means(wrongBefore)} of ${means(executedBefore)} actions that`,
    'ran until the rollback were wrong.',
  ].join(' ');
}

function falseWords({ monitor, falseAlarms, watched, perThousand }: RepeatMonitor): string {
  return [
    `Where nothing had changed, ${monitor} raised ${countOf(falseAlarms, 'alarm')} in`,
    `${countOf(watched, 'observation')} of the guardrails: ${means(perThousand)} for 1,000.`,
  ].join(' ');
}

/** What was taken for granted. */
export function rolloutNotes(
  {
    policy,
    critic,
    gate,
    ood,
    monitor,
    target,
    alpha,
    beta,
    slip,
    drift,
    driftDay,
    meanRun,
    memory,
    repeats,
    logs,
  }: RolloutOptions,
  rules: Omit<RoundRules, 'meanRun' | 'memorySessions'>,
  unplanned: number,
): string[] {
  const drawn =
    logs === undefined
      ? 'newly generated sessions, other random streams and another drift'
      : 'the same sessions in another order, other random streams and another drift';
  return [
    [
      `Closed loop. Policy ${policy}, critic ${critic}, gate ${gate} at ${target}, fallback by ${ood},`,
      `${monitor} acts with ARL0 ${meanRun}; α = ${alpha}, β = ${beta}, slip = ${slip};`,
      `operators notice an earlier error at a step with probability ${PAPER_PRESET.operators.notice}.`,
    ].join(' '),
    driftDay > 0 ? `Drift from day ${driftDay} on: ${drift}.` : 'No drift.',
    repeats === 1
      ? 'One rollout: nothing here has an interval over rollouts. Ask for more with --repeats.'
      : `${repeats} rollouts, each with ${drawn}. Intervals are over rollouts.`,
    [
      'Sessions are routed to the slice of their true issue when they come,',
      'as by a desk whose queues are never wrong.',
      'The policy is not told, but critical actions in a procedure of another slice go to operators,',
      'which flatters automation a little.',
    ].join(' '),
    [
      `A slice is copilot after ${countOf(rules.minLogged, 'logged session')}, automated once ${formatPercent(rules.minPassing)}`,
      `of its held-out answers pass its own gate (at least ${rules.minSupport} of them),`,
      `after ${countOf(rules.calibrationDays, 'day')} of human final close.`,
      `${formatPercent(rules.sampleShare)} of its sessions stay with operators, as a sample.`,
    ].join(' '),
    [
      'A rollback takes effect at the next quarter of the day.',
      `Policies learn from what operators did in the last ${countOf(memory, 'session')} of each slice,`,
      'errors and damage included; what ran by itself teaches nothing.',
    ].join(' '),
    ...(unplanned > 0 ? [`Left out: ${countOf(unplanned, 'session')} of the first rollout without a known goal.`] : []),
  ];
}

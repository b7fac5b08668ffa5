import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, table, text, unmeasured } from '../../../reports/figures/table.ts';
import { formatPercent } from '../../../reports/present/format-value.ts';
import type { ProviderCheck } from '../../bench/models/check-policy.ts';
import { EXIT, type ExitCode } from '../../runner/exit-code.ts';

/** What a provider may differ by from the CPU before the check says that it computes something else. */
const LIMITS = { lossDifference: 0.01, flipped: 0.01 } as const;

const timed = (title: string, of: (check: ProviderCheck) => number | null) =>
  plain(title, 'rate', of, { measured: true });

const COLUMNS: Columns<ProviderCheck> = {
  policy: text('policy', 'policy'),
  provider: text('provider', 'provider'),
  steps: plain('steps compared', 'count', 'steps'),
  loss_difference: text('largest loss difference', ({ lossDifference }) => lossDifference?.toExponential(1), {
    measured: true,
    definition: 'Relative difference from the CPU, step by step.',
  }),
  steps_per_second: timed('training steps/s', ({ stepsPerSecond }) => stepsPerSecond),
  cpu_steps_per_second: timed('the same on CPU', ({ cpuStepsPerSecond }) => cpuStepsPerSecond),
  decisions: plain('decisions compared', 'count', 'decisions'),
  flipped: plain('flipped decisions', 'share', 'flipped', {
    measured: true,
    definition: 'Share of screens on which the same weights propose another action.',
  }),
  decisions_per_second: timed('decisions/s', ({ decisionsPerSecond }) => decisionsPerSecond),
  cpu_decisions_per_second: timed('the same on CPU', ({ cpuDecisionsPerSecond }) => cpuDecisionsPerSecond),
  note: text('note', (check) => {
    const few = tooLittle(check) ? `no verdict: ${LEAST_DECISIONS} decisions or more are needed` : null;
    return [check.fault, disagreement(check), few].filter(Boolean).join('; ') || null;
  }),
};

/** The check's table: a row a policy and provider, then a row for each provider that is not there. */
export const checkTable = (checks: readonly ProviderCheck[], absent: ReadonlyMap<string, string>): FigureTable =>
  table({
    id: 'gpu-check',
    title: 'Providers beside the CPU',
    caption: 'The first tenth of the steps and the first batch of decisions are not timed.',
    columns: COLUMNS,
    rows: checks,
    others: unmeasured(
      'reason',
      [...absent].map(([provider, note]) => ({ provider, note })),
    ),
  });

/**
 * Decisions below which no flip says nothing: a provider that flips as many as the limit still shows none in so few with
 * a probability of 5 % or more. From (1 − limit)ⁿ < .05, where all n agree.
 */
export const LEAST_DECISIONS = Math.ceil(Math.log(0.05) / Math.log(1 - LIMITS.flipped));

/** Whether so little was compared that agreement says nothing. What fails or differs is told apart from it. */
export function tooLittle(check: ProviderCheck): boolean {
  return (
    check.fault === null && disagreement(check) === null && (check.steps === 0 || check.decisions < LEAST_DECISIONS)
  );
}

/** How the check ends: what differs is told before what is missing, and that before what is too little. */
export function exitOf(checks: readonly ProviderCheck[], complete: boolean): ExitCode {
  if (checks.some((check) => disagreement(check) !== null)) return EXIT.regression;
  if (!complete) return EXIT.incomplete;
  return checks.some(tooLittle) ? EXIT.undecided : EXIT.good;
}

/** In what a provider differs from the CPU by more than rounding explains; null where in nothing. */
export function disagreement({ lossDifference, flipped }: ProviderCheck): string | null {
  const beyond: string[] = [];
  // Written so that NaN is beyond the limit, too.
  if (lossDifference !== null && !(lossDifference <= LIMITS.lossDifference))
    beyond.push(`losses differ by more than ${formatPercent(LIMITS.lossDifference)}`);
  if (flipped !== null && !(flipped <= LIMITS.flipped))
    beyond.push(`more than ${formatPercent(LIMITS.flipped)} of decisions are flipped`);
  return beyond.join('; ') || null;
}

import type { FigureColumn, FigureTable } from '../../../reports/figures/schema.ts';
import { measured, plain, type Row, text } from '../../bench/report/table-columns.ts';
import { EXIT, type ExitCode } from '../../runner/exit-code.ts';
import type { ProviderCheck } from './check-policy.ts';

/** What a provider may differ by from the CPU before the check says that it computes something else. */
const LIMITS = { lossDifference: 0.01, flipped: 0.01 } as const;

const COLUMNS: readonly FigureColumn[] = [
  text('policy'),
  text('provider'),
  plain('steps', 'steps compared', 'count'),
  measured('loss_difference', 'largest loss difference', 'text'),
  measured('steps_per_second', 'training steps/s', 'rate'),
  measured('cpu_steps_per_second', 'the same on CPU', 'rate'),
  plain('decisions', 'decisions compared', 'count'),
  measured('flipped', 'flipped decisions', 'share'),
  measured('decisions_per_second', 'decisions/s', 'rate'),
  measured('cpu_decisions_per_second', 'the same on CPU', 'rate'),
  text('note'),
];

/** The check's table: a row a policy and provider, then a row for each provider that is not there. */
export function checkTable(checks: readonly ProviderCheck[], absent: ReadonlyMap<string, string>): FigureTable {
  const missing = [...absent].map(([provider, note]) => ({ kind: 'reason' as const, cells: { provider, note } }));
  return {
    id: 'gpu-check',
    title: 'Providers beside the CPU',
    caption:
      'Losses: largest relative difference from the CPU, step by step. Flipped decisions: share of screens on which the same weights propose another action. The first tenth of the steps and the first batch of decisions are not timed.',
    columns: [...COLUMNS],
    rows: [...checks.map(rowOf), ...missing],
    terminal: true,
  };
}

function rowOf(check: ProviderCheck): Row {
  return {
    kind: 'measured',
    cells: {
      policy: check.policy,
      provider: check.provider,
      steps: check.steps,
      loss_difference: check.lossDifference?.toExponential(1) ?? null,
      steps_per_second: check.stepsPerSecond,
      cpu_steps_per_second: check.cpuStepsPerSecond,
      decisions: check.decisions,
      flipped: check.flipped,
      decisions_per_second: check.decisionsPerSecond,
      cpu_decisions_per_second: check.cpuDecisionsPerSecond,
      note:
        [
          check.fault,
          disagreement(check),
          tooLittle(check) ? `no verdict: ${LEAST_DECISIONS} decisions or more are needed` : null,
        ]
          .filter(Boolean)
          .join('; ') || null,
    },
  };
}

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
    beyond.push(`losses differ by more than ${LIMITS.lossDifference * 100} %`);
  if (flipped !== null && !(flipped <= LIMITS.flipped))
    beyond.push(`more than ${LIMITS.flipped * 100} % of decisions are flipped`);
  return beyond.join('; ') || null;
}

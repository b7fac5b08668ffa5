import type { Ranged } from '../../../reports/figures/schema.ts';
import { metric as activeMs } from '../../../reports/metrics/active-ms-per-session.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as leakRate } from '../../../reports/metrics/leak-rate.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import { metric as wrongExecuted } from '../../../reports/metrics/sessions-with-wrong-executed.ts';
import { metric as stepAutomation } from '../../../reports/metrics/step-automation.ts';
import type { CellSums } from '../../../reports/results/pool-cells.ts';
import { negate } from '../../../reports/stats/complement.ts';
import { NO_ESTIMATE } from '../../../reports/stats/interval.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import type { Metric } from '../../contract/metric.ts';
import { ANSWER_METRICS } from './answer-metrics.ts';
import { metricEstimate } from './metric-estimate.ts';

/** What is measured in every cell. */
export const SETTLE_METRICS: readonly Metric[] = [
  sessionAutomation,
  stepAutomation,
  activeMs,
  goalReached,
  wrongExecuted,
  leakRate,
  ...ANSWER_METRICS,
];

/** What one cell came to, beside the human-only arm at the same noise. */
export type CellFigures = ReturnType<typeof cellFigures>;

/** Measures a cell against the human-only cell of the same sessions. */
export function cellFigures(cell: CellSums, human: CellSums) {
  const estimate = (metric: Metric): Ranged => metricEstimate(cell, metric);
  const time = pairedDifference(cell.sums(activeMs.name), human.sums(activeMs.name), 'ms', 'lower').relative;
  return {
    sessions: cell.sessions().length,
    automated: estimate(sessionAutomation),
    stepsAutomated: estimate(stepAutomation),
    activeMs: estimate(activeMs),
    /** Share of the human-only arm's active time that is saved. */
    saved: negate(time ?? NO_ESTIMATE),
    goal: estimate(goalReached),
    /** Goals reached, less those of the human-only arm. */
    goalChange: pairedDifference(cell.sums(goalReached.name), human.sums(goalReached.name), 'share', 'higher'),
    wrongExecuted: estimate(wrongExecuted),
    leaked: estimate(leakRate),
  };
}

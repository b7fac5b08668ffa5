import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, suggestedCritical, wasExecuted } from './support/step-facts.ts';

/** Share of critical suggestions that the gate let run. */
export const metric: Metric = {
  name: 'critic_coverage',
  title: 'Critic coverage',
  unit: 'share',
  summary: 'Critical suggestions that ran without an operator.',
  better: 'higher',
  measure: (trace) => shareOfSteps(trace, suggestedCritical, wasExecuted),
};

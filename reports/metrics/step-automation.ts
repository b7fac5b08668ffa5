import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, wasExecuted } from './support/step-facts.ts';

/** Share of all steps that ran without the operator, right or wrong. */
export const metric: Metric = {
  name: 'step_automation',
  title: 'Step automation',
  unit: 'share',
  summary: 'Steps that ran without an operator.',
  better: 'higher',
  measure: (trace) => shareOfSteps(trace, () => true, wasExecuted),
};

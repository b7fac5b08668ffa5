import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, suggestedRight, wasExecuted } from './support/step-facts.ts';

/** Share of deferred suggestions that are right: the operator was asked for nothing. */
export const metric: Metric = {
  name: 'over_asking',
  title: 'Over-asking',
  unit: 'share',
  summary: 'Suggestions handed to an operator although they were right.',
  better: 'lower',
  measure: (trace) => shareOfSteps(trace, (step) => !wasExecuted(step) && step.suggestion !== null, suggestedRight),
};

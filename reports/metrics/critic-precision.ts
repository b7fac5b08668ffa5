import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, suggestedCritical, suggestedRight, wasExecuted } from './support/step-facts.ts';

/** Share of executed critical suggestions that are right, by the truth and not by the operators' answers. */
export const metric: Metric = {
  name: 'critic_precision',
  title: 'Critic precision',
  unit: 'share',
  summary: 'Critical actions run without an operator that were right.',
  better: 'higher',
  measure: (trace) => shareOfSteps(trace, (step) => suggestedCritical(step) && wasExecuted(step), suggestedRight),
};

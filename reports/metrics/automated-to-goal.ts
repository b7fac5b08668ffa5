import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfEnds, wasExecuted } from './support/step-facts.ts';

/** Share of cases that reached their goal without any act of an operator. Closed loop only. */
export const metric: Metric = {
  name: 'automated_to_goal',
  title: 'Automated to the goal',
  unit: 'share',
  summary: 'Cases that reached their goal with every step run without an operator.',
  better: 'higher',
  measure: (trace) => shareOfEnds(trace, (end) => end.goalReached && trace.steps.every(wasExecuted)),
};

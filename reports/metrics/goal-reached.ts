import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfEnds } from './support/step-facts.ts';

/** Share of cases that came to what the customer was to get: fields, commitments and ending, with nothing false said. Closed loop only. */
export const metric: Metric = {
  name: 'goal_reached',
  title: 'Goal reached',
  unit: 'share',
  summary: 'Cases that ended as the customer’s goal asks, with nothing false said or wrongly committed to.',
  better: 'higher',
  measure: (trace) => shareOfEnds(trace, (end) => end.goalReached),
};

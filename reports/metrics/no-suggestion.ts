import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, wasAsked } from './support/step-facts.ts';

/** Share of steps at which the policy was asked and proposed nothing. */
export const metric: Metric = {
  name: 'no_suggestion',
  title: 'No suggestion',
  unit: 'share',
  summary: 'Steps at which the policy proposed nothing.',
  better: 'lower',
  measure: (trace) => shareOfSteps(trace, wasAsked, (step) => step.suggestion === null),
};

import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, suggestedRight, wasAsked } from './support/step-facts.ts';

/**
 * Share of steps at which the suggestion is the right action with all its arguments after normalisation (`sameAction`),
 * among all steps at which the policy was asked. Source: "action accuracy" of arXiv 2604.23855, which gives no definition.
 */
export const metric: Metric = {
  name: 'action_accuracy',
  title: 'Action accuracy',
  unit: 'share',
  summary: 'Steps at which the policy proposed exactly the right action, with every control, value and reply.',
  better: 'higher',
  measure: (trace) => shareOfSteps(trace, wasAsked, suggestedRight),
};

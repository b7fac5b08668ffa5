import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, suggestedRight, wasAsked } from './support/step-facts.ts';

/**
 * Share of steps at which the suggestion is of the right kind, among all steps at which the policy was asked. A step
 * without a suggestion counts as wrong. Source: "tool accuracy" of arXiv 2604.23855, which gives no definition.
 */
export const metric: Metric = {
  name: 'tool_accuracy',
  title: 'Tool accuracy',
  unit: 'share',
  summary: 'Steps at which the policy proposed the right kind of action (a step without a proposal counts as wrong).',
  better: 'higher',
  measure: (trace) =>
    shareOfSteps(trace, wasAsked, (step) => suggestedRight(step) || step.suggestion?.kind === step.reference.kind),
};

import { actionTarget } from '../../harness/contract/action.ts';
import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, suggestedRight, wasAsked } from './support/step-facts.ts';

/**
 * Share of steps at which the suggestion aims at the right thing (`actionTarget`: this procedure, form and button, reply,
 * queue), whatever values it fills in, among all steps at which the policy was asked.
 */
export const metric: Metric = {
  name: 'target_accuracy',
  title: 'Target accuracy',
  unit: 'share',
  summary:
    'Steps at which the policy proposed the right form, reply, button or procedure, whatever values it filled in.',
  better: 'higher',
  measure: (trace) =>
    shareOfSteps(
      trace,
      wasAsked,
      (step) =>
        suggestedRight(step) ||
        (step.suggestion !== null && actionTarget(step.suggestion) === actionTarget(step.reference)),
    ),
};

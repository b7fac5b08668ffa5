import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, suggestedCritical } from './support/step-facts.ts';

/**
 * Share of critical suggestions that the operator accepted, among those that an operator reviewed. Under noise this is
 * not the share that is right.
 */
export const metric: Metric = {
  name: 'operator_acceptance',
  title: 'Operator acceptance',
  unit: 'share',
  summary:
    'Critical suggestions that operators accepted, of those that they reviewed; noisy operators accept wrong ones and reject right ones.',
  better: null,
  measure: (trace) =>
    shareOfSteps(
      trace,
      (step) => suggestedCritical(step) && (step.verdict === 'accept' || step.verdict === 'correct'),
      (step) => step.verdict === 'accept',
    ),
};

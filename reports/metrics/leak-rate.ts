import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSteps, suggestedRight, wasExecuted } from './support/step-facts.ts';

/**
 * Share of wrong suggestions that were done: run by automation, or accepted by an operator. Those that the screen did
 * not offer were shown to nobody and are left out.
 */
export const metric: Metric = {
  name: 'leak_rate',
  title: 'Leak rate',
  unit: 'share',
  summary: 'Wrong suggestions that passed gate and operator and were done.',
  better: 'lower',
  measure: (trace) =>
    shareOfSteps(
      trace,
      (step) => step.suggestion !== null && step.verdict !== 'unaided' && !suggestedRight(step),
      (step) => wasExecuted(step) || step.verdict === 'accept',
    ),
};

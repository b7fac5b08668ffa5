import type { Metric } from '../../harness/contract/metric.ts';
import { chosenRight, shareOfSteps } from './support/step-facts.ts';

/** Share of all steps whose decided action is wrong, whoever decided: what passed both gate and operator. */
export const metric: Metric = {
  name: 'leaked',
  title: 'Wrong actions',
  unit: 'share',
  summary: 'Steps that ended in a wrong action, past both gate and operator.',
  better: 'lower',
  measure: (trace) =>
    shareOfSteps(
      trace,
      () => true,
      (step) => !chosenRight(step),
    ),
};

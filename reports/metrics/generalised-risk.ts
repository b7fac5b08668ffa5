import type { Metric } from '../../harness/contract/metric.ts';
import { chosenRight, shareOfSteps, wasExecuted } from './support/step-facts.ts';

/** Share of all steps that ran without the operator and are wrong. Source: generalised risk, Traub et al. 2024. */
export const metric: Metric = {
  name: 'generalised_risk',
  title: 'Generalised risk',
  unit: 'share',
  summary: 'Steps that automation got wrong, among all steps: it counts what selective risk leaves out, how much runs.',
  better: 'lower',
  measure: (trace) =>
    shareOfSteps(
      trace,
      () => true,
      (step) => wasExecuted(step) && !chosenRight(step),
    ),
};

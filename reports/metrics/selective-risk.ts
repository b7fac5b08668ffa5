import type { Metric } from '../../harness/contract/metric.ts';
import { chosenRight, shareOfSteps, wasExecuted } from './support/step-facts.ts';

/** Share of executed steps that are wrong. Source: selective risk, Geifman & El-Yaniv 2017. */
export const metric: Metric = {
  name: 'selective_risk',
  title: 'Selective risk',
  unit: 'share',
  summary: 'Steps run without an operator that were wrong.',
  better: 'lower',
  measure: (trace) => shareOfSteps(trace, wasExecuted, (step) => !chosenRight(step)),
};

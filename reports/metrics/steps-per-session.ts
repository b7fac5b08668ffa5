import type { Metric } from '../../harness/contract/metric.ts';

/** Mean number of steps that a case took, by whomever. */
export const metric: Metric = {
  name: 'steps_per_session',
  title: 'Steps per session',
  unit: 'count',
  summary: 'Steps that a case took, whether automation or an operator did them.',
  better: null,
  measure: ({ steps }) => ({ numerator: steps.length, denominator: steps.length > 0 ? 1 : 0 }),
};

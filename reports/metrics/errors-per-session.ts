import type { Metric } from '../../harness/contract/metric.ts';
import { chosenRight, countSteps } from './support/step-facts.ts';

/** Mean number of wrong actions in a session, by whomever. */
export const metric: Metric = {
  name: 'errors_per_session',
  title: 'Wrong actions per session',
  unit: 'count',
  summary: 'Wrong actions in a session, whether automation or an operator did them.',
  better: 'lower',
  measure: (trace) => ({
    numerator: countSteps(trace, (step) => !chosenRight(step)),
    denominator: trace.steps.length > 0 ? 1 : 0,
  }),
};

import type { Metric } from '../../harness/contract/metric.ts';
import { chosenRight, shareOfSessions, wasExecuted } from './support/step-facts.ts';

/** Share of sessions in which automation ran at least one wrong action. */
export const metric: Metric = {
  name: 'sessions_with_wrong_executed',
  title: 'Sessions with a wrong executed action',
  unit: 'share',
  summary: 'Sessions in which automation ran at least one wrong action.',
  better: 'lower',
  measure: (trace) =>
    shareOfSessions(
      trace,
      trace.steps.some((step) => wasExecuted(step) && !chosenRight(step)),
    ),
};

import type { Metric } from '../../harness/contract/metric.ts';
import { chosenRight, shareOfSessions } from './support/step-facts.ts';

/** Share of sessions in which automation or the operator decided on at least one wrong action. */
export const metric: Metric = {
  name: 'sessions_with_wrong_chosen',
  title: 'Sessions with a wrong action',
  unit: 'share',
  summary: 'Sessions with at least one wrong action, whether by automation or by the operator.',
  better: 'lower',
  measure: (trace) => shareOfSessions(trace, !trace.steps.every(chosenRight)),
};

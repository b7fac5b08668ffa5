import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfSessions, wasExecuted } from './support/step-facts.ts';

/**
 * Share of sessions every step of which ran without the operator, right or wrong. Source: "sessions fully automated" of
 * arXiv 2604.23855.
 */
export const metric: Metric = {
  name: 'session_automation',
  title: 'Session automation',
  unit: 'share',
  summary: 'Sessions in which every step ran without an operator.',
  better: 'higher',
  measure: (trace) => shareOfSessions(trace, trace.steps.every(wasExecuted)),
};

import type { Metric } from '../../harness/contract/metric.ts';
import { sumOf } from '../../harness/shared/numbers.ts';

/**
 * Mean active time that operators spend on a session, in milliseconds; a fully automated session takes none.
 * Source: "average active time" of arXiv 2604.23855.
 */
export const metric: Metric = {
  name: 'active_ms_per_session',
  title: 'Operator time per session',
  unit: 'ms',
  summary: 'Active time that operators spend on a session; a fully automated session takes none.',
  better: 'lower',
  measure: ({ steps }) => ({
    numerator: sumOf(steps, (step) => step.activeMs),
    denominator: steps.length > 0 ? 1 : 0,
  }),
};

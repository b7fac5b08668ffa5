import type { Metric } from '../../harness/contract/metric.ts';
import { shareOfEnds } from './support/step-facts.ts';

/** Share of cases that came to no end within the most steps that an episode may take. Closed loop only. */
export const metric: Metric = {
  name: 'cases_cut_off',
  title: 'Cases cut off',
  unit: 'share',
  summary: 'Cases that came to no end and were cut off.',
  better: 'lower',
  measure: (trace) => shareOfEnds(trace, (end) => end.how === 'unfinished'),
};

import type { Ranged } from '../../../reports/figures/schema.ts';
import type { CellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { Metric } from '../../contract/metric.ts';

/** A metric over the sessions of a cell, with its interval. */
export function metricEstimate(cell: CellAccumulator, { name, unit }: Metric): Ranged {
  const { estimate, low, high } = ratioEstimate(cell.sums(name), unit);
  return { estimate, low, high };
}

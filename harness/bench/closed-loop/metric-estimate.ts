import type { Ranged } from '../../../reports/figures/schema.ts';
import type { CellSums } from '../../../reports/results/pool-cells.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { Metric } from '../../contract/metric.ts';

/** A metric over the sessions of a cell, with its interval and how many they are. */
export function metricEstimate(cell: CellSums, { name, unit }: Metric): Ranged {
  return ratioEstimate(cell.sums(name), unit);
}

import type { Metric } from '../../harness/contract/metric.ts';
import { ratioEstimate } from '../stats/ratio-estimate.ts';
import { type CellInput, sameNoiseCell } from './cell-input.ts';
import { judgeScores } from './judge-scores.ts';
import type { CellResult } from './schema.ts';

/** A cell's estimates, and in open loop how its scores agree with what copilot operators answered. */
export function describeCell(cell: CellInput, cells: readonly CellInput[], metrics: readonly Metric[]): CellResult {
  const { accumulator, ...rest } = cell;
  const copilot = cell.loop === 'open' && cell.arm === 'selective' ? sameNoiseCell(cells, cell, 'copilot') : undefined;
  const estimates = metrics.map(({ name, unit }) => [name, ratioEstimate(accumulator.sums(name), unit)]);
  return {
    ...rest,
    sessions: accumulator.sessions().length,
    steps: accumulator.steps(),
    faults: accumulator.faults(),
    metrics: Object.fromEntries(estimates),
    ...judgeScores(accumulator.proposals(), copilot?.accumulator.proposals() ?? []),
  };
}

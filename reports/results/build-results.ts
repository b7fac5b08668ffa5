import type { Metric } from '../../harness/contract/metric.ts';
import { ratioEstimate } from '../stats/ratio-estimate.ts';
import { type CellInput, sameNoiseCell } from './cell-input.ts';
import { compareCells } from './compare-cells.ts';
import { describeFindings } from './findings.ts';
import { judgeScores } from './judge-scores.ts';
import { type CellResult, RESULTS_VERSION, type Results, resultsSchema } from './schema.ts';

/** What a run knows besides its traces. */
export interface ResultsInput
  extends Pick<
    Results,
    'experiment' | 'question' | 'run' | 'dataset' | 'split' | 'models' | 'classification' | 'parity' | 'notes'
  > {
  /** The metrics that the accumulators were made with. */
  readonly metrics: readonly Metric[];
  readonly cells: readonly CellInput[];
}

/**
 * Turns what a run collected into its published results: estimates, comparisons and findings in words. The same
 * traces give the same results, whatever order they came in.
 *
 * Throws: where two cells share an id, or a number is not finite.
 */
export function buildResults(input: ResultsInput): Results {
  const { metrics, cells, ...given } = input;
  const repeated = cells.find(({ id }, at) => cells.findIndex((cell) => cell.id === id) !== at);
  if (repeated) throw new Error(`Two cells are named "${repeated.id}": every cell needs its own id.`);
  const described = cells.map((cell) => describeCell(cell, cells, metrics));
  const comparisons = compareCells(cells, metrics);
  const results: Results = {
    format: 'deskbench-results',
    version: RESULTS_VERSION,
    ...given,
    complete: described.every(({ faults }) => faults.crashed === 0),
    metrics: metrics.map(({ name, title, unit, summary, better }) => ({ name, title, unit, summary, better })),
    cells: described,
    comparisons,
    findings: describeFindings({ cells: described, comparisons, parity: given.parity }),
  };
  return resultsSchema.parse(results);
}

function describeCell(cell: CellInput, cells: readonly CellInput[], metrics: readonly Metric[]): CellResult {
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

import type { Metric } from '../../harness/contract/metric.ts';
import { populationFindings } from '../present/population-points.ts';
import { buildClosedLoop, type ClosedLoopInput } from './build-closed-loop.ts';
import type { CellInput } from './cell-input.ts';
import { describeClosedLoop } from './closed-findings.ts';
import { compareCells } from './compare-cells.ts';
import { describeCell } from './describe-cell.ts';
import { describePopulation, type PopulationInput } from './describe-population.ts';
import { describeCrashes, describeFaults } from './fault-findings.ts';
import { describeFindings, describeOpenLoop } from './findings.ts';
import { RESULTS_VERSION, type Results, resultsSchema } from './schema.ts';

/** What a run knows besides its traces. */
export interface ResultsInput
  extends Pick<
    Results,
    'experiment' | 'question' | 'run' | 'dataset' | 'split' | 'models' | 'classification' | 'parity' | 'notes'
  > {
  /** The metrics that the accumulators were made with. */
  readonly metrics: readonly Metric[];
  readonly cells: readonly CellInput[];
  /** What forbids to trust its numbers, told before all findings. */
  readonly warnings?: readonly string[];
  /** Null: the run was in open loop alone. */
  readonly closedLoop: ClosedLoopInput | null;
  /** What crashed before play, in words: the run is then incomplete. Absent: nothing. */
  readonly before?: readonly string[];
  /** Populations besides the one that the cells are of. Absent: none. */
  readonly others?: readonly PopulationInput[];
}

/**
 * Turns what a run collected into its published results: estimates, comparisons and findings in words. The same
 * traces give the same results, whatever order they came in.
 *
 * Throws: where two cells share an id, or a number is not finite.
 */
export function buildResults(input: ResultsInput): Results {
  const { metrics, cells, closedLoop, others = [], warnings = [], before = [], ...given } = input;
  const all = [...cells, ...(closedLoop?.cells ?? [])];
  const repeated = all.find(({ id }, at) => all.findIndex((cell) => cell.id === id) !== at);
  if (repeated) throw new Error(`Two cells are named "${repeated.id}": every cell needs its own id.`);
  const described = cells.map((cell) => describeCell(cell, cells, metrics));
  const comparisons = compareCells(cells, metrics);
  const closed = closedLoop && buildClosedLoop(closedLoop, metrics);
  const results: Results = {
    format: 'deskbench-results',
    version: RESULTS_VERSION,
    ...given,
    complete:
      before.length === 0 &&
      [...all, ...others.flatMap((one) => one.cells)].every(({ accumulator }) => accumulator.faults().crashed === 0),
    metrics: metrics.map(({ name, title, unit, summary, better }) => ({ name, title, unit, summary, better })),
    cells: described,
    comparisons,
    closedLoop: closed,
    ...(others.length > 0 && {
      populations: [{ seed: given.run.seed, datasetHash: given.dataset.hash, cells: all }, ...others].map((one) =>
        describePopulation(one, metrics),
      ),
    }),
    findings: [],
  };
  return resultsSchema.parse({
    ...results,
    findings: [
      ...warnings,
      ...before,
      ...describeFaults({ cells: described, parity: given.parity, closedLoop: closed }),
      ...describeCrashes(all, metrics),
      ...others.flatMap(({ seed, cells: own }) =>
        describeCrashes(own, metrics).map((words) => `Population ${seed}, ${words}`),
      ),
      ...populationFindings(results),
      ...(closed
        ? [...describeClosedLoop(closed), ...describeOpenLoop({ cells: described, comparisons })]
        : describeFindings({ cells: described, comparisons })),
    ],
  });
}

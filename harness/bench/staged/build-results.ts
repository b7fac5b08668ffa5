import { harmlessShare } from '../../../reports/propagation/error-fate.ts';
import { reproductionNumber, reproductionParts } from '../../../reports/propagation/reproduction-number.ts';
import { judgeScores } from '../../../reports/results/judge-scores.ts';
import type { ClusteredMean } from '../../../reports/stats/clustered-mean.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { Metric } from '../../contract/metric.ts';
import type { TwinPair } from '../../contract/twin.ts';
import { type CellInput, sameNoiseCell } from './cells.ts';
import { COMPARED_METRICS, compareCells } from './compare-cells.ts';
import type { CellResult, ClosedLoop, PopulationResult, Reproduction } from './results.ts';
import type { Measured } from './staged-figures.ts';

/** A run's closed loop as it was played. */
interface ClosedLoopInput extends Pick<ClosedLoop, 'split' | 'refused'> {
  readonly cells: readonly CellInput[];
  /** Errors with their twins, by cell. */
  readonly twins: ReadonlyMap<string, readonly TwinPair[]>;
}

/** A population as it was played: another team and dealing, other data where they are generated, models of its own. */
interface PopulationInput extends Pick<PopulationResult, 'seed' | 'datasetHash'> {
  /** Cells of both loops, with the ids that they have in each population. */
  readonly cells: readonly CellInput[];
}

/** What a staged run knows besides its traces. */
export interface ResultsInput extends Pick<Measured, 'classification' | 'dataset'> {
  /** The metrics that the accumulators were made with. */
  readonly metrics: readonly Metric[];
  readonly cells: readonly CellInput[];
  /** Null: the run was in open loop alone. */
  readonly closedLoop: ClosedLoopInput | null;
  /** All populations, the one that the cells are of first. Told where there are several. */
  readonly populations: readonly PopulationInput[];
}

/**
 * What a run collected as estimates and comparisons. The same traces give the same results, whatever order they came in.
 * Throws: where two cells share an id.
 */
export function buildResults({ metrics, cells, closedLoop, populations, ...given }: ResultsInput): Measured {
  const all = [...cells, ...(closedLoop?.cells ?? [])];
  const repeated = all.find(({ id }, at) => all.findIndex((cell) => cell.id === id) !== at);
  if (repeated) throw new Error(`Two cells are named "${repeated.id}": every cell needs its own id.`);
  return {
    ...given,
    metrics: metrics.map(({ name, title, unit, summary, better }) => ({ name, title, unit, summary, better })),
    cells: cells.map((cell) => describeCell(cell, cells, metrics)),
    comparisons: compareCells(cells, metrics),
    closedLoop: closedLoop && buildClosedLoop(closedLoop, metrics),
    populations: populations.length > 1 ? populations.map((one) => describePopulation(one, metrics)) : [],
  };
}

/** A cell's estimates, and in open loop how its scores agree with what copilot operators answered. */
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

/** Estimates and comparisons of the closed loop, and what came of its errors. */
function buildClosedLoop(
  { cells, twins, split, refused }: ClosedLoopInput,
  metrics: readonly Metric[],
): NonNullable<Measured['closedLoop']> {
  return {
    split,
    refused,
    cells: cells.map((cell) => describeCell(cell, cells, metrics)),
    comparisons: compareCells(cells, metrics, [...COMPARED_METRICS, 'goal_reached']),
    propagation: cells.flatMap(({ id }) => {
      const pairs = twins.get(id);
      if (!pairs) return [];
      const first = pairs.filter(({ run, error }) => run.divergedAt === error);
      const { seeming, fresh } = reproductionParts(first);
      return [
        {
          cell: id,
          all: meanOf(reproductionNumber(pairs)),
          first: meanOf(reproductionNumber(first)),
          parts: { seeming: meanOf(seeming), fresh: meanOf(fresh), harmless: meanOf(harmlessShare(first)) },
        },
      ];
    }),
  };
}

function meanOf({ values, ...mean }: ClusteredMean): Reproduction {
  return { ...mean, errors: values };
}

/** What the selective cells of a population came to; what they save and change is against human-only in the same population. */
function describePopulation({ cells, ...named }: PopulationInput, metrics: readonly Metric[]): PopulationResult {
  const unitOf = (name: string) => metrics.find((metric) => metric.name === name)?.unit;
  const estimate = (cell: CellInput, name: string) => {
    const unit = unitOf(name);
    return unit ? ratioEstimate(cell.accumulator.sums(name), unit).estimate : null;
  };
  const selective = cells.filter(({ arm }) => arm === 'selective');
  return {
    ...named,
    cells: selective.map((cell) => {
      const human = sameNoiseCell(cells, cell, 'human-only');
      const against = (name: string) => {
        const unit = unitOf(name);
        return unit && human
          ? pairedDifference(cell.accumulator.sums(name), human.accumulator.sums(name), unit, null)
          : null;
      };
      const time = against('active_ms_per_session')?.relative?.estimate ?? null;
      return {
        cell: cell.id,
        open: cell.gate?.threshold != null,
        sessionAutomation: estimate(cell, 'session_automation'),
        stepAutomation: estimate(cell, 'step_automation'),
        saved: time === null ? null : -time,
        goalChange: cell.loop === 'closed' ? (against('goal_reached')?.estimate ?? null) : null,
        wrongExecuted: estimate(cell, 'sessions_with_wrong_executed'),
      };
    }),
  };
}

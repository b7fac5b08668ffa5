import type { Metric } from '../../harness/contract/metric.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import { harmlessShare } from '../propagation/error-fate.ts';
import { reproductionNumber, reproductionParts } from '../propagation/reproduction-number.ts';
import type { ClusteredMean } from '../stats/clustered-mean.ts';
import type { CellInput } from './cell-input.ts';
import { COMPARED_METRICS, compareCells } from './compare-cells.ts';
import { describeCell } from './describe-cell.ts';
import type { ClosedLoop, Reproduction } from './schema.ts';

/** A run's closed loop as it is handed over. */
export interface ClosedLoopInput extends Pick<ClosedLoop, 'split' | 'refused' | 'parity'> {
  readonly cells: readonly CellInput[];
  /** Errors with their twins, by cell. */
  readonly twins: ReadonlyMap<string, readonly TwinPair[]>;
}

const CLOSED_METRICS = [...COMPARED_METRICS, 'goal_reached'];

/** Estimates and comparisons of the closed loop, and what came of its errors. */
export function buildClosedLoop(input: ClosedLoopInput, metrics: readonly Metric[]): ClosedLoop {
  const { cells, twins, ...given } = input;
  return {
    ...given,
    cells: cells.map((cell) => describeCell(cell, cells, metrics)),
    comparisons: compareCells(cells, metrics, CLOSED_METRICS),
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

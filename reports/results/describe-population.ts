import type { Metric } from '../../harness/contract/metric.ts';
import { pairedDifference } from '../stats/paired-difference.ts';
import { ratioEstimate } from '../stats/ratio-estimate.ts';
import { type CellInput, sameNoiseCell } from './cell-input.ts';
import type { PopulationResult } from './schema.ts';

/** A population as a run hands it over: another team and dealing, other data where they are generated, models of its own. */
export interface PopulationInput extends Pick<PopulationResult, 'seed' | 'datasetHash'> {
  /** Cells of both loops, with the ids that they have in each population. */
  readonly cells: readonly CellInput[];
}

/** What the selective cells of a population came to; what they save and change is against human-only in the same population. */
export function describePopulation({ cells, ...named }: PopulationInput, metrics: readonly Metric[]): PopulationResult {
  const unitOf = (name: string) => metrics.find((metric) => metric.name === name)?.unit;
  const estimate = (cell: CellInput, name: string) => {
    const unit = unitOf(name);
    return unit ? ratioEstimate(cell.accumulator.sums(name), unit).estimate : null;
  };
  return {
    ...named,
    cells: cells
      .filter(({ arm }) => arm === 'selective')
      .map((cell) => {
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
          goalChange: cell.loop === 'closed' ? (against('goal_reached')?.difference ?? null) : null,
        };
      }),
  };
}

import type { Ranged } from '../../../reports/figures/schema.ts';
import { counted } from '../../../reports/stats/interval.ts';
import { spread } from '../../../reports/stats/spread.ts';
import { goalChange, type LoopResult, type NoisePoint, noisePoints, timeSaving } from './noise-points.ts';
import type { CellResult, PopulationResult, Results } from './results.ts';

/** What selective automation comes to at one noise level: median and range over populations, or of one its own intervals. */
export interface LevelAnswer {
  readonly point: NoisePoint;
  /** Sessions, and steps, without an operator. */
  readonly automated: Ranged | null;
  readonly steps: Ranged | null;
  /** Share of the human-only arm's active time. */
  readonly saved: Ranged | null;
  /** Sessions in which automation executed a wrong action. */
  readonly wrong: Ranged | null;
  /** Goals reached, less those of the human-only arm; null in open loop. */
  readonly goalChange: Ranged | null;
  /** In how many populations the gate lets anything pass. */
  readonly open: number;
  readonly populations: number;
}

/** A cell's estimate with the number of sessions that it is over; null where it was not measured. */
export function estimateOf(cell: CellResult | undefined, metric: string): Ranged | null {
  const found = cell?.metrics[metric];
  return found ? counted(found, found.of) : null;
}

/** The answer at each noise level of a loop, in the order of the run. */
export function levelAnswers({ populations = [] }: Pick<Results, 'populations'>, loop: LoopResult): LevelAnswer[] {
  return noisePoints(loop).flatMap((point) => {
    const { selective } = point.arms;
    if (!selective) return [];
    if (populations.length > 1) return [overAll(point, selective.id, populations)];
    return [
      {
        point,
        automated: estimateOf(selective, 'session_automation'),
        steps: estimateOf(selective, 'step_automation'),
        saved: timeSaving(loop, point, 'selective'),
        wrong: estimateOf(selective, 'sessions_with_wrong_executed'),
        goalChange: goalChange(loop, point),
        open: selective.gate?.threshold == null ? 0 : 1,
        populations: 1,
      },
    ];
  });
}

function overAll(point: NoisePoint, id: string, populations: readonly PopulationResult[]): LevelAnswer {
  const found = populations.flatMap(({ cells }) => cells.filter(({ cell }) => cell === id));
  const over = (values: readonly (number | null | undefined)[]): Ranged => {
    const { median, least, most, count } = spread(values.map((value) => value ?? null));
    return { estimate: median, low: least, high: most, of: count };
  };
  return {
    point,
    automated: over(found.map((one) => one.sessionAutomation)),
    steps: over(found.map((one) => one.stepAutomation)),
    saved: over(found.map((one) => one.saved)),
    wrong: over(found.map((one) => one.wrongExecuted)),
    goalChange: over(found.map((one) => one.goalChange)),
    open: found.filter(({ open }) => open).length,
    populations: populations.length,
  };
}

import type { Metric } from '../../harness/contract/metric.ts';
import { pairedDifference } from '../stats/paired-difference.ts';
import { type CellInput, isZeroNoise, sameNoiseCell, zeroNoiseCell } from './cell-input.ts';
import { type PairedSums, pairSums } from './pair-sums.ts';
import type { Comparison } from './schema.ts';

/** Metrics that answer whether automation pays and what it breaks. */
export const COMPARED_METRICS = [
  'active_ms_per_session',
  'session_automation',
  'step_automation',
  'sessions_with_wrong_executed',
  'sessions_with_wrong_chosen',
] as const;

/**
 * Every comparison that a run answers, paired by session: selective and copilot against the operator alone at the
 * same noise, selective against copilot at the same noise, and noisy selective against selective without noise.
 */
export function compareCells(
  cells: readonly CellInput[],
  metrics: readonly Metric[],
  names: readonly string[] = COMPARED_METRICS,
): Comparison[] {
  const compared = names.flatMap((name) => metrics.find((metric) => metric.name === name) ?? []);
  return cells.flatMap((cell) =>
    baselinesOf(cells, cell).flatMap((baseline) => {
      const sumsOf = pairSums(cell.accumulator, baseline.accumulator);
      return compared.map((metric) => compare(cell, baseline, metric, sumsOf(metric.name)));
    }),
  );
}

function baselinesOf(cells: readonly CellInput[], cell: CellInput): CellInput[] {
  if (cell.arm === 'human-only') return [];
  const found = [sameNoiseCell(cells, cell, 'human-only')];
  if (cell.arm === 'selective') {
    found.push(sameNoiseCell(cells, cell, 'copilot'));
    if (!isZeroNoise(cell)) found.push(zeroNoiseCell(cells, cell));
  }
  return found.filter((baseline) => baseline !== undefined);
}

function compare(cell: CellInput, baseline: CellInput, { name, unit, better }: Metric, sums: PairedSums): Comparison {
  const { difference, low, high, relative, verdict } = pairedDifference(sums.cell, sums.baseline, unit, better);
  return { metric: name, cell: cell.id, baseline: baseline.id, difference, low, high, relative, verdict };
}

import type { Metric } from '../../harness/contract/metric.ts';
import { pairedDifference } from '../stats/paired-difference.ts';
import { type CellInput, isZeroNoise, sameNoiseCell, zeroNoiseCell } from './cell-input.ts';
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
    baselinesOf(cells, cell).flatMap((baseline) => compared.map((metric) => compare(cell, baseline, metric))),
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

function compare(cell: CellInput, baseline: CellInput, { name, unit, better }: Metric): Comparison {
  const [ours, theirs] = [cell.accumulator.sums(name), baseline.accumulator.sums(name)];
  const { difference, low, high, relative, verdict } = pairedDifference(ours, theirs, unit, better);
  return { metric: name, cell: cell.id, baseline: baseline.id, difference, low, high, relative, verdict };
}

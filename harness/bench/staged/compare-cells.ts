import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import type { Metric } from '../../contract/metric.ts';
import { type CellInput, isZeroNoise, sameNoiseCell, zeroNoiseCell } from './cells.ts';
import type { Comparison } from './results.ts';

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
  const pairs = cells.flatMap((cell) => baselinesOf(cells, cell).map((baseline) => ({ cell, baseline })));
  const byMetric = compared.map((metric) => compareAll(pairs, metric));
  return pairs.flatMap((_, at) => byMetric.flatMap((comparisons) => comparisons[at] ?? []));
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

interface Pair {
  readonly cell: CellInput;
  readonly baseline: CellInput;
}

/** A metric's comparisons. They are read together, and so their verdicts are corrected for being many. */
function compareAll(pairs: readonly Pair[], { name, unit, better }: Metric): Comparison[] {
  const differences = pairs.map(({ cell, baseline }) =>
    pairedDifference(cell.accumulator.sums(name), baseline.accumulator.sums(name), unit, better),
  );
  const judgements = judgeFamily(differences, 'holm');
  return differences.map(({ estimate, low, high, relative, margin, p }, at): Comparison => {
    const [pair, judgement] = [pairs[at], judgements[at]];
    if (!pair || !judgement) throw new Error(`The metric "${name}" cannot be compared: neither direction is better.`);
    const ids = { metric: name, cell: pair.cell.id, baseline: pair.baseline.id };
    return { ...ids, estimate, low, high, relative, margin, p, ...judgement };
  });
}

import type { CellResult, Comparison, Estimate, Results } from '../results/schema.ts';
import { negate } from '../stats/complement.ts';
import { NO_ESTIMATE } from '../stats/interval.ts';
import type { NoisePoint } from './noise-points.ts';

/** Share of the human-only active time that an arm saves; below 0 where it costs time. */
export interface TimeSaving extends Pick<Estimate, 'estimate' | 'low' | 'high'> {
  readonly verdict: Comparison['verdict'];
}

/** Time that an arm saves against human-only at the same noise; null where the run did not compare them. */
export function timeSaving(
  results: Pick<Results, 'comparisons'>,
  point: NoisePoint,
  arm: CellResult['arm'],
): TimeSaving | null {
  const [cell, baseline] = [point.arms[arm], point.arms['human-only']];
  const comparison = results.comparisons.find(
    (candidate) =>
      candidate.metric === 'active_ms_per_session' &&
      candidate.cell === cell?.id &&
      candidate.baseline === baseline?.id,
  );
  if (!comparison) return null;
  const { relative, verdict } = comparison;
  return { ...negate(relative ?? NO_ESTIMATE), verdict };
}

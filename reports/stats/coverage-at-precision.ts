import { riskCoverage } from './risk-coverage.ts';
import type { ScoredOutcome } from './scored-outcome.ts';

/**
 * The largest share of proposals that a threshold can execute with at least this precision, chosen with the truth at
 * hand: what a perfect choice of threshold would give, not what a gate reaches.
 *
 * Threshold null, coverage 0: no threshold is that precise. Null: there are no proposals.
 */
export function coverageAtPrecision(
  outcomes: readonly ScoredOutcome[],
  precision: number,
): { readonly coverage: number; readonly threshold: number | null } | null {
  const curve = riskCoverage(outcomes);
  if (curve === null) return null;
  // Rounding of 1 − .9 must not turn away nine of ten.
  const point = curve.points.findLast(({ risk }) => risk <= 1 - precision + 1e-12);
  return { coverage: point?.coverage ?? 0, threshold: point?.threshold ?? null };
}

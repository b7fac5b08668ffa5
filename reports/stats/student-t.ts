import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';

/**
 * Quantile of Student's t distribution.
 *
 * Range: `p` in (0, 1), `freedom` positive. Source: if T is t with ν degrees of freedom, then ν/(ν + T²) is
 * Beta(ν/2, 1/2).
 */
export function studentT(p: number, freedom: number): number {
  if (p < 0.5) return -studentT(1 - p, freedom);
  if (p === 0.5) return 0;
  const x = betaQuantile(2 * (1 - p), freedom / 2, 0.5);
  return Math.sqrt(freedom * (1 / x - 1));
}

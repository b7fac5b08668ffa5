import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';

/**
 * Exact one-sided lower bound on a success rate: it exceeds the true rate with probability at most `delta`.
 *
 * Range: [0, 1]; 0 for no trials. Source: Clopper & Pearson 1934, as BetaInv(δ; k, n − k + 1).
 */
export function clopperPearsonLower(successes: number, trials: number, delta: number): number {
  return successes === 0 ? 0 : betaQuantile(delta, successes, trials - successes + 1);
}

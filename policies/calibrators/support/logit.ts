/** Scores are taken no nearer to 0 and 1: a logit must be finite. */
const EDGE = 1e-6;

/** Log-odds of a score. Range: [0, 1] → about [−13.8, 13.8]. */
export function logit(score: number): number {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, score));
  return Math.log(inside) - Math.log1p(-inside);
}

/** Probability of log-odds. Range: [0, 1]. */
export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

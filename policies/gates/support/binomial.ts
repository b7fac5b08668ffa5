import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';

/**
 * Exact one-sided lower bound on a success rate: it exceeds the true rate with probability at most `delta`.
 *
 * Range: [0, 1]; 0 for no trials. Source: Clopper & Pearson 1934, as BetaInv(δ; k, n − k + 1).
 */
export function clopperPearsonLower(successes: number, trials: number, delta: number): number {
  return successes === 0 ? 0 : betaQuantile(delta, successes, trials - successes + 1);
}

/**
 * Probability of at least so many successes at a given rate: the p-value of "the rate is no higher than this".
 * It is at most delta exactly where the Clopper-Pearson bound at delta reaches the rate.
 *
 * Range: [0, 1]; `rate` in (0, 1).
 */
export function binomialUpperTail(successes: number, trials: number, rate: number): number {
  if (successes <= 0) return 1;
  const odds = rate / (1 - rate);
  // Away from the mean terms only shrink, so that one too small to hold in a number stands for a sum that is.
  if (successes > trials * rate) {
    let term = probability(successes, trials, rate);
    let sum = 0;
    for (let i = successes; i <= trials && term > sum * 1e-17; i++) {
      sum += term;
      term *= ((trials - i) / (i + 1)) * odds;
    }
    return Math.min(1, sum);
  }
  let term = probability(successes - 1, trials, rate);
  let below = 0;
  for (let i = successes - 1; i >= 0 && term > below * 1e-17; i--) {
    below += term;
    term *= i / ((trials - i + 1) * odds);
  }
  return Math.max(0, 1 - below);
}

/** Fewest trials that can show a rate at level delta, all of them successes: the smallest n with rate^n ≤ delta. */
export function fewestTrials(rate: number, delta: number): number {
  return Math.max(1, Math.ceil(Math.log(delta) / Math.log(rate) - 1e-9));
}

/** Trials are looked for up to this number. */
const MOST_TRIALS = 1_000_000;

/**
 * About how many trials it takes to show a rate at level delta when successes come at the higher rate `actual`.
 * Null: more than a million.
 */
export function trialsToShow(rate: number, delta: number, actual: number): number | null {
  for (let n = fewestTrials(rate, delta); n <= MOST_TRIALS; n = Math.ceil(n * 1.02))
    if (binomialUpperTail(Math.floor(actual * n + 1e-9), n, rate) <= delta) return n;
  return null;
}

function probability(successes: number, trials: number, rate: number): number {
  const choose = logFactorial(trials) - logFactorial(successes) - logFactorial(trials - successes);
  return Math.exp(choose + successes * Math.log(rate) + (trials - successes) * Math.log1p(-rate));
}

/** Source: Stirling's series; from 16 on its error is below 1e-16 of the result. */
function logFactorial(n: number): number {
  if (n < 16) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  const x = n + 1;
  const r = 1 / (x * x);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

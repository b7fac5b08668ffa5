import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { ROUNDING } from './clopper-pearson.ts';
import { type Interval, NO_ESTIMATE, type Ranged } from './interval.ts';

const MOST_STEPS = 80;
const CLOSE = 1e-12;

/**
 * Two-sided interval of a proportion by mid-p: each end is where the probability of more extreme counts, and half that
 * of the count seen, is what the confidence leaves to that side. Exact intervals (Clopper-Pearson) hold the truth more
 * often than they say; this one does so as often as it says, in the mean over shares. Counts need not be whole.
 *
 * Range: [0, 1]. Throws: where successes are not within [0, trials] or the confidence is not in (0, 1).
 * Source: Lancaster 1961; Berry & Armitage 1995, by distributions of the Beta.
 */
export function midP(successes: number, trials: number, confidence = 0.95): Interval {
  if (!(trials >= 0 && successes >= 0 && successes <= trials))
    throw new Error(`${successes} successes of ${trials} trials is no proportion: give 0 ≤ successes ≤ trials.`);
  if (!(confidence > 0 && confidence < 1)) throw new Error(`A confidence of ${confidence} is not in (0, 1).`);
  const tail = (1 - confidence) / 2;
  return {
    low: lowEnd(successes, trials - successes, tail),
    high: 1 - lowEnd(trials - successes, successes, tail),
  };
}

function lowEnd(successes: number, failures: number, tail: number): number {
  if (successes < ROUNDING) return 0;
  if (failures < ROUNDING) return (2 * tail) ** (1 / successes);
  // Of the two distributions, of as many successes and of more, one is below the tail at either end.
  return rootBetween(
    (share) => (betaCdf(share, successes, failures + 1) + betaCdf(share, successes + 1, failures)) / 2 - tail,
    betaQuantile(tail, successes, failures + 1),
    betaQuantile(tail, successes + 1, failures),
  );
}

/** Root of a rising function between two ends, by false position. Source: Dowell & Jarratt 1971, the Illinois algorithm. */
function rootBetween(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [below, above] = [f(low), f(high)];
  let side = 0;
  for (let step = 0; step < MOST_STEPS && high - low > CLOSE * high; step++) {
    const x = (low * above - high * below) / (above - below);
    const value = f(x);
    if (Math.abs(value) < CLOSE) return x;
    if (value < 0) {
      [low, below] = [x, value];
      if (side < 0) above /= 2;
      side = -1;
    } else {
      [high, above] = [x, value];
      if (side > 0) below /= 2;
      side = 1;
    }
  }
  return (low + high) / 2;
}

/** A share of independent trials with its mid-p interval; nulls where there was none. */
export function proportion(successes: number, trials: number, confidence = 0.95): Ranged {
  return trials === 0
    ? NO_ESTIMATE
    : { estimate: successes / trials, ...midP(successes, trials, confidence), of: trials };
}

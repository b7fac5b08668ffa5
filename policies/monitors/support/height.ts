/** The steps of a sum that is held at 0: down after a good observation, up after a bad one. */
export interface Steps {
  /** Range: below 0. */
  readonly good: number;
  /** Range: above 0. */
  readonly bad: number;
  /** Probability of a bad observation. Range: (0, 1). */
  readonly rate: number;
}

/** The smaller step in units of the grid on which runs are worked out. */
const FINE = 16;
/** Longer runs are not worked out. */
const LONGEST_RUN = 1e6;
const ROUNDING = 1e-9;

/**
 * The least height at which the sum of independent good and bad observations takes `meanRun` of them on average to
 * reach it. Steps are rounded up to a grid, so that the true mean run is that long at least, and a few per cent
 * longer; more where one step makes the difference. About one step up at least: one bad observation has to come.
 *
 * `bound` is a height that is known to be enough, and is given back where runs are too long to be worked out.
 * Source: Brook & Evans 1972, the sum as a Markov chain.
 */
export function heightFor(steps: Steps, meanRun: number, bound: number): number {
  if (meanRun > LONGEST_RUN) return bound;
  const unit = Math.min(-steps.good, steps.bad) / FINE;
  const down = Math.floor(-steps.good / unit + ROUNDING);
  const up = Math.ceil(steps.bad / unit - ROUNDING);
  const enough = Math.max(up, Math.ceil(bound / unit));
  let low = up - 1;
  let high = enough;
  // The mean run grows with the height.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (meanRunOf({ down, up, rate: steps.rate }, middle) >= meanRun * (1 - ROUNDING)) high = middle;
    else low = middle;
  }
  // On the grid a state below `high` is `high − 1` at most, and the sum itself lies no higher than its state.
  return (high - 1 + ROUNDING) * unit;
}

/**
 * Mean number of observations until the sum, from 0 and never below it, reaches a height, all in units of the grid:
 * the linear equations L(i) = 1 + (1 − p)·L(max(0, i − down)) + p·L(i + up), by elimination from the top.
 */
function meanRunOf({ down, up, rate }: { down: number; up: number; rate: number }, height: number): number {
  // Row i holds the coefficients of L(i − down) … L(i), and what L(i) is but for them; rows above are already put in.
  const width = down + 1;
  const rows = new Float64Array(height * width);
  const constants = new Float64Array(height);
  const full = new Float64Array(width + up);
  for (let i = height - 1; i >= 0; i--) {
    full.fill(0);
    // L(i) = constant + Σ full[k]·L(i − down + k); negative states are state 0.
    let constant = 1;
    full[0] = 1 - rate;
    if (i + up < height) full[down + up] = rate;
    for (let k = down + up; k > down; k--) {
      const weight = full[k]!;
      if (weight === 0) continue;
      const from = i - down + k;
      constant += weight * constants[from]!;
      for (let j = 0; j < down; j++) full[k - down + j] = full[k - down + j]! + weight * rows[from * width + j]!;
      full[k] = 0;
    }
    // States below 0 are state 0: of the last `down` rows several coefficients belong to it.
    const zero = down - i;
    for (let k = 0; k < zero; k++) {
      full[zero] = full[zero]! + full[k]!;
      full[k] = 0;
    }
    const itself = 1 - full[down]!;
    constants[i] = constant / itself;
    for (let k = 0; k < down; k++) rows[i * width + k] = full[k]! / itself;
  }
  return constants[0]!;
}

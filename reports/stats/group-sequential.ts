import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

/**
 * How the error that is allowed is spread over looks. `obrien-fleming`: hardly any at first, nearly all at the end.
 * `pocock`: about as much at each look.
 */
export const SPENDINGS = ['obrien-fleming', 'pocock'] as const;
export type Spending = (typeof SPENDINGS)[number];

/** Less than this is not spent at a look, but kept for the next: no sample says anything of so rare an event. */
const LEAST_SPENT = 1e-9;
/** Beyond so many standard deviations lies nothing that counts. */
const FAR = 12;
/** Steps of the integral in a standard deviation of what a look adds. */
const STEPS_IN_DEVIATION = 12;
const FEWEST_STEPS = 100;
const BISECTIONS = 44;

/**
 * Two-sided critical values of a normal statistic at each look: it exceeds any of them with probability `level` where
 * there is no effect. `shares`: the part of all information that is there at each look, rising, in (0, 1]. Infinite where
 * a look has next to nothing to spend.
 *
 * Throws: where the shares do not rise within (0, 1]. Source: Lan & DeMets 1983, each side at half the level; the
 * integral is that of Armitage, McPherson & Rowe 1969.
 */
export function sequentialCriticals(shares: readonly number[], level: number, spending: Spending): number[] {
  checkShares(shares);
  const criticals: number[] = [];
  let paths = START;
  let spent = 0;
  for (const share of shares) {
    const due = 2 * spentBy(share, level / 2, spending) - spent;
    const critical = due < LEAST_SPENT ? Number.POSITIVE_INFINITY : criticalFor(paths, share, due);
    if (due >= LEAST_SPENT) spent += due;
    criticals.push(critical);
    paths = carriedOn(paths, share, critical);
  }
  return criticals;
}

/**
 * Probability that a normal statistic without effect exceeds the critical value at some look, up to each look.
 * Throws: as `sequentialCriticals`.
 */
export function crossingProbabilities(shares: readonly number[], criticals: readonly number[]): number[] {
  checkShares(shares);
  let paths = START;
  let crossed = 0;
  return shares.map((share, at) => {
    const critical = criticals[at] as number;
    crossed += beyond(paths, share, critical);
    paths = carriedOn(paths, share, critical);
    return crossed;
  });
}

function checkShares(shares: readonly number[]): void {
  for (const [at, share] of shares.entries())
    if (!(share > (shares[at - 1] ?? 0) && share <= 1))
      throw new Error(`Look ${at + 1} is at ${share} of the information: shares must rise within (0, 1].`);
}

/** What one side of so much error has spent at this share of the information. */
function spentBy(share: number, level: number, spending: Spending): number {
  if (spending === 'pocock') return level * Math.log(1 + (Math.E - 1) * share);
  return 2 * normalCdf(normalQuantile(level / 2, 0, 1) / Math.sqrt(share), 0, 1);
}

/** Where paths that have crossed no bound stand at a look: places of a Brownian motion, and how much lies at each. */
interface Paths {
  readonly share: number;
  readonly places: Float64Array;
  readonly weights: Float64Array;
}

const START: Paths = { share: 0, places: Float64Array.of(0), weights: Float64Array.of(1) };

/** How many paths that have not crossed before are beyond the critical value at this look. */
function beyond({ share: before, places, weights }: Paths, share: number, critical: number): number {
  const [bound, deviation] = [critical * Math.sqrt(share), Math.sqrt(share - before)];
  let crossed = 0;
  for (let at = 0; at < places.length; at++)
    crossed += normalCdf((places[at]! - bound) / deviation, 0, 1) * weights[at]!;
  return 2 * crossed;
}

function criticalFor(paths: Paths, share: number, due: number): number {
  let [low, high] = [0, FAR];
  for (let round = 0; round < BISECTIONS; round++) {
    const middle = (low + high) / 2;
    if (beyond(paths, share, middle) > due) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The paths that are within the critical value at this look. Simpson's rule. */
function carriedOn({ share: before, places, weights }: Paths, share: number, critical: number): Paths {
  const bound = Math.min(critical, FAR) * Math.sqrt(share);
  const deviation = Math.sqrt(share - before);
  const half = Math.max(FEWEST_STEPS, Math.ceil((STEPS_IN_DEVIATION * bound) / deviation));
  const step = bound / half;
  const next = Float64Array.from({ length: 2 * half + 1 }, (_, at) => (at - half) * step);
  const scale = step / 3 / (deviation * Math.sqrt(2 * Math.PI));
  const own = new Float64Array(next.length);
  // Either side is the other's mirror image.
  for (let at = 0; at <= half; at++) {
    const simpson = at === 0 ? 1 : at % 2 === 1 ? 4 : 2;
    let density = 0;
    for (let from = 0; from < places.length; from++)
      density += weights[from]! * Math.exp(-0.5 * ((next[at]! - places[from]!) / deviation) ** 2);
    own[at] = simpson * scale * density;
    own[2 * half - at] = simpson * scale * density;
  }
  return { share, places: next, weights: own };
}

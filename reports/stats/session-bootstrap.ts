import type { Rng } from '../../harness/contract/rng.ts';
import { normalBelow, normalQuantile } from './normal.ts';
import { type Verdict, verdictOf } from './paired-difference.ts';
import { quantile } from './quantile.ts';
import type { WeightedStatistic } from './weighted-statistics.ts';

export interface BootstrapInterval {
  /** Null: the statistic is undefined for the outcomes as they are. */
  readonly estimate: number | null;
  /** Null: fewer than two sessions, or the statistic is undefined for many of the resamples. */
  readonly low: number | null;
  readonly high: number | null;
  readonly sessions: number;
}

export interface BootstrapDifference extends BootstrapInterval {
  /** `inconclusive`: the interval holds 0, or there is none. */
  readonly verdict: Verdict;
}

export interface BootstrapSettings {
  /** Resamples. 1,000 unless told. */
  readonly draws?: number;
  readonly confidence?: number;
}

/** Groups of sessions that are left out in turn to see how skewed the statistic is. */
const MOST_GROUPS = 100;
/** Share of resamples that may be without a value. */
const MOST_UNDEFINED = 0.05;

/**
 * A statistic with an interval from resampling whole sessions, corrected for bias and skew (BCa).
 *
 * `sessionOf` names the session of each outcome, in the order that the statistic's weights take. Few sessions make
 * any bootstrap too narrow: with fewer than about thirty read it as a rough guide.
 * Throws: when settings are out of range. Source: Efron 1987; Davison & Hinkley 1997 §3.8 for clusters.
 */
export function sessionBootstrap(
  sessionOf: readonly string[],
  statistic: WeightedStatistic,
  rng: Rng,
  { draws = 1000, confidence = 0.95 }: BootstrapSettings = {},
): BootstrapInterval {
  if (!(Number.isInteger(draws) && draws >= 100))
    throw new Error(`${draws} resamples give no interval: take 100 or more.`);
  if (!(confidence > 0 && confidence < 1)) throw new Error(`A confidence of ${confidence} is not in (0, 1).`);
  const { index, sessions } = indexed(sessionOf);
  const estimate = statistic(new Float64Array(sessionOf.length).fill(1));
  const unknown = { estimate, low: null, high: null, sessions };
  if (sessions < 2 || estimate === null) return unknown;
  const values = resample(index, sessions, statistic, rng, draws);
  if (values.length < (1 - MOST_UNDEFINED) * draws) return unknown;
  const skew = acceleration(index, sessions, statistic);
  const below =
    values.filter((value) => value < estimate).length + values.filter((value) => value === estimate).length / 2;
  // A resample that never falls on one side says no more than that it is rare there.
  const share = Math.min(Math.max(below, 0.5), values.length - 0.5) / values.length;
  const bias = normalQuantile(share);
  const end = (p: number) => {
    const z = bias + normalQuantile(p);
    return quantile(values, normalBelow(bias + z / (1 - skew * z)));
  };
  const tail = (1 - confidence) / 2;
  return { estimate, low: end(tail), high: end(1 - tail), sessions };
}

/**
 * The difference of two statistics of the same outcomes, `one` − `other`, from the same resamples of sessions: what
 * makes both rise or fall together cancels, which comparing two separate intervals would miss.
 */
export function pairedBootstrap(
  sessionOf: readonly string[],
  one: WeightedStatistic,
  other: WeightedStatistic,
  better: 'higher' | 'lower',
  rng: Rng,
  settings: BootstrapSettings = {},
): BootstrapDifference {
  const difference: WeightedStatistic = (weights) => {
    const [a, b] = [one(weights), other(weights)];
    return a === null || b === null ? null : a - b;
  };
  const interval = sessionBootstrap(sessionOf, difference, rng, settings);
  const { low, high } = interval;
  return { ...interval, verdict: verdictOf(low === null || high === null ? null : { low, high }, better) };
}

function indexed(sessionOf: readonly string[]): { index: Int32Array; sessions: number } {
  const numbers = new Map<string, number>();
  const index = Int32Array.from(sessionOf, (session) => {
    const known = numbers.get(session) ?? numbers.size;
    numbers.set(session, known);
    return known;
  });
  return { index, sessions: numbers.size };
}

function resample(
  index: Int32Array,
  sessions: number,
  statistic: WeightedStatistic,
  rng: Rng,
  draws: number,
): number[] {
  const counts = new Float64Array(sessions);
  const weights = new Float64Array(index.length);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    counts.fill(0);
    for (let i = 0; i < sessions; i++) counts[Math.floor(rng.next() * sessions)]!++;
    for (let i = 0; i < index.length; i++) weights[i] = counts[index[i]!]!;
    const value = statistic(weights);
    if (value !== null) values.push(value);
  }
  return values;
}

/** Skewness of what each group of sessions contributes, over 6. Leaving groups out gives the same as sessions one by one. */
function acceleration(index: Int32Array, sessions: number, statistic: WeightedStatistic): number {
  const groups = Math.min(sessions, MOST_GROUPS);
  const weights = new Float64Array(index.length);
  const left: number[] = [];
  for (let group = 0; group < groups; group++) {
    for (let i = 0; i < index.length; i++) weights[i] = index[i]! % groups === group ? 0 : 1;
    const value = statistic(weights);
    if (value !== null) left.push(value);
  }
  const mean = left.reduce((sum, value) => sum + value, 0) / left.length;
  let [squares, cubes] = [0, 0];
  for (const value of left) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

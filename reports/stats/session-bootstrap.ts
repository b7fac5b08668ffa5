import type { Rng } from '../../harness/contract/rng.ts';
import { normalBelow } from './normal-below.ts';
import { type Verdict, verdictOf } from './paired-difference.ts';
import { quantile } from './quantile.ts';
import { studentT } from './student-t.ts';
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

/** Resamples below which percentiles say little. */
export const FEWEST_DRAWS = 100;

/** Share of resamples that may be without a value. */
const MOST_UNDEFINED = 0.05;

/**
 * A statistic with an interval from resampling whole sessions: percentiles of the resamples, moved outwards by as much
 * as Student's t and the variance of so many sessions ask for, since plain ones are too narrow.
 *
 * `sessionOf` names the session of each outcome, in the order that the statistic's weights take. A statistic that
 * resampling shifts, as it does the ECE, has intervals that hold the truth too rarely.
 * Throws: when settings are out of range. Source: Hesterberg 2015, expanded percentile interval; Davison & Hinkley
 * 1997 §3.8 for clusters.
 */
export function sessionBootstrap(
  sessionOf: readonly string[],
  statistic: WeightedStatistic,
  rng: Rng,
  { draws = 1000, confidence = 0.95 }: BootstrapSettings = {},
): BootstrapInterval {
  if (!(Number.isInteger(draws) && draws >= FEWEST_DRAWS))
    throw new Error(`${draws} resamples give no interval: take ${FEWEST_DRAWS} or more.`);
  if (!(confidence > 0 && confidence < 1)) throw new Error(`A confidence of ${confidence} is not in (0, 1).`);
  const { index, sessions } = indexed(sessionOf);
  const estimate = statistic(new Float64Array(sessionOf.length).fill(1));
  const unknown = { estimate, low: null, high: null, sessions };
  if (sessions < 2 || estimate === null) return unknown;
  const values = resample(index, sessions, statistic, rng, draws);
  if (values.length < (1 - MOST_UNDEFINED) * draws) return unknown;
  const reach = Math.sqrt(sessions / (sessions - 1)) * studentT(sessions - 1, confidence);
  const tail = normalBelow(-reach);
  return { estimate, low: quantile(values, tail), high: quantile(values, 1 - tail), sessions };
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

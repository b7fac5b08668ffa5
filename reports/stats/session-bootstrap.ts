import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { Rng } from '../../harness/contract/rng.ts';
import { meanOf, quantile, sumOf } from '../../harness/shared/numbers.ts';
import type { Ranged } from './interval.ts';
import type { Comparable } from './judge-family.ts';
import { beyondStudentT, studentT } from './student-t.ts';
import { SHARE_MARGIN } from './verdict.ts';
import type { WeightedStatistic } from './weighted-statistics.ts';

/** A difference with its interval, to be judged. */
export interface BootstrapDifference extends Comparable {
  readonly low: number | null;
  readonly high: number | null;
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
 * resampling shifts, as it does the ECE, has intervals that hold the truth too rarely. Null estimate: the statistic is
 * undefined for the outcomes as they are. Null ends: fewer than two sessions, resamples that all agree, or the statistic
 * is undefined for many of them.
 * Throws: when settings are out of range. Source: Hesterberg 2015, expanded percentile interval; Davison & Hinkley
 * 1997 §3.8 for clusters.
 */
export function sessionBootstrap(
  sessionOf: readonly string[],
  statistic: WeightedStatistic,
  rng: Rng,
  { draws = 1000, confidence = 0.95 }: BootstrapSettings = {},
): Ranged {
  checkSettings(draws, confidence);
  return intervalOf(redraw(sessionOf, statistic, rng, draws), confidence);
}

/** The estimate and its resamples; none where they tell no interval. */
interface Redrawn {
  readonly estimate: number | null;
  readonly sessions: number;
  readonly values: readonly number[] | null;
}

function redraw(sessionOf: readonly string[], statistic: WeightedStatistic, rng: Rng, draws: number): Redrawn {
  const { index, sessions } = indexed(sessionOf);
  const estimate = statistic(new Float64Array(sessionOf.length).fill(1));
  if (sessions < 2 || estimate === null) return { estimate, sessions, values: null };
  const values = resample(index, sessions, statistic, rng, draws);
  return { estimate, sessions, values: values.length < (1 - MOST_UNDEFINED) * draws ? null : values };
}

/**
 * How far out in the normal distribution the ends lie, so that they stand where Student's t and the variance of so
 * many sessions would put them.
 */
const widening = (sessions: number) => Math.sqrt(sessions / (sessions - 1));

function intervalOf({ estimate, sessions, values }: Redrawn, confidence: number): Ranged {
  if (values === null || estimate === null) return { estimate, low: null, high: null, of: sessions };
  const tail = normalCdf(-widening(sessions) * studentT(sessions - 1, confidence), 0, 1);
  const [low, high] = [quantile(values, tail), quantile(values, 1 - tail)];
  // Resamples that all agree tell no spread.
  if (low === high) return { estimate, low: null, high: null, of: sessions };
  return { estimate, low: Math.min(estimate, low), high: Math.max(estimate, high), of: sessions };
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
  { draws = 1000, confidence = 0.95, margin = SHARE_MARGIN }: BootstrapSettings & { readonly margin?: number } = {},
): BootstrapDifference {
  checkSettings(draws, confidence);
  const difference: WeightedStatistic = (weights) => {
    const [a, b] = [one(weights), other(weights)];
    return a === null || b === null ? null : a - b;
  };
  const redrawn = redraw(sessionOf, difference, rng, draws);
  const { estimate, low, high } = intervalOf(redrawn, confidence);
  const { values, sessions } = redrawn;
  const known = { estimate, low, high, of: sessions, better, margin };
  if (values === null || low === null || estimate === null) return { ...known, p: null, pWithin: null, spread: null };
  const p = (value: number) => pOf(values, value, sessions);
  return {
    ...known,
    p: p(0),
    pWithin: Math.abs(estimate) < margin ? Math.max(p(-margin), p(margin)) : 1,
    spread: { deviation: Math.sqrt(sessions) * deviationOf(values), size: null },
  };
}

/** Probability at which the interval would end at the value. Where no resample lies beyond it, the least that so many tell. */
function pOf(values: readonly number[], value: number, sessions: number): number {
  const below = values.filter((one) => one < value).length + values.filter((one) => one === value).length / 2;
  const tail = Math.max(Math.min(below, values.length - below), 1) / values.length;
  return beyondStudentT(-normalQuantile(Math.min(tail, 0.5), 0, 1) / widening(sessions), sessions - 1);
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(sumOf(values, (value) => (value - mean) ** 2) / values.length);
}

function checkSettings(draws: number, confidence: number): void {
  if (!(Number.isInteger(draws) && draws >= FEWEST_DRAWS))
    throw new Error(`${draws} resamples give no interval: take ${FEWEST_DRAWS} or more.`);
  if (!(confidence > 0 && confidence < 1)) throw new Error(`A confidence of ${confidence} is not in (0, 1).`);
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

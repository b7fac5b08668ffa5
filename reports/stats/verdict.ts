import type { RatioUnit } from './ratio-estimate.ts';
import { studentT } from './student-t.ts';

/** Shares this near to one another are equivalent. The smallest change of accuracy that the published tables speak of is 4 points. */
export const SHARE_MARGIN = 0.02;
/** Part of the baseline's mean within which times and counts are equivalent. The smallest published saving is 16 %. */
const RELATIVE_MARGIN = 0.05;

/** Differences from a baseline below this are too small to matter: what *equivalent* means where nothing else is said. */
export function marginOf(unit: RatioUnit, baseline: number): number {
  return unit === 'share' ? SHARE_MARGIN : RELATIVE_MARGIN * baseline;
}

/**
 * What a comparison shows. `better`, `worse`: the whole interval lies on one side of 0. `equivalent`: it holds 0 and lies
 * within the margin. `undecided`: it does neither, and more sessions would decide.
 */
export type Verdict = 'better' | 'worse' | 'equivalent' | 'undecided';

/** Whether a difference was shown, in either direction. */
export function isApart({ verdict }: { readonly verdict: Verdict }): boolean {
  return verdict === 'better' || verdict === 'worse';
}

/** Level of a two-sided test whose critical value is the quantile at 80 % power, and the one at a tenth each side. */
const [POWER_ONE_SIDED, POWER_TWO_SIDED] = [0.6, 0.8];
/** From so many sessions on Student's t is the normal distribution, to the two digits that are told. */
const MANY = 10_000;

/** How the sessions' parts in a difference spread. */
export interface SessionSpread {
  /** Standard deviation of one session's part. */
  readonly deviation: number;
  /** Mean size of the sessions' differences, of shares, whose test imagines two sessions more; else null. */
  readonly size: number | null;
}

/** A difference to be decided by more sessions. */
export interface Undecided {
  readonly difference: number;
  readonly margin: number;
  readonly spread: SessionSpread;
}

/**
 * How many sessions would decide a comparison in 80 % of repeats if its true difference is the one seen: to tell it from
 * 0, or to show that it lies within the margin, whichever takes fewer. Rounded up to two digits, as it rests on an
 * estimated spread.
 *
 * `confidence` is that of the test. Null: no number would do, or there is no spread.
 * Source: Chow, Shao & Wang 2008 §3.1, paired designs, with Student's t.
 */
export function sessionsToDecide(undecided: Undecided, confidence: number): number | null {
  const { margin } = undecided;
  const difference = Math.abs(undecided.difference);
  const one = { ...undecided, difference, confidence, power: POWER_ONE_SIDED };
  // At the middle both ends can fail, near an end one alone.
  const within = Math.max(
    sessionsToTell({ ...one, difference: 0, power: POWER_TWO_SIDED }, margin),
    difference < margin ? sessionsToTell(one, margin) : Number.POSITIVE_INFINITY,
  );
  return fewest(sessionsToTell(one, 0), within);
}

/** The same of a loss, where `difference` is one: to show it, or that it is no larger than the margin, the latter at 95 %. */
export function sessionsToJudge(loss: Undecided, confidence: number): number | null {
  const { difference, margin } = loss;
  const power = POWER_ONE_SIDED;
  return fewest(
    difference > 0 ? sessionsToTell({ ...loss, confidence, power }, 0) : Number.POSITIVE_INFINITY,
    difference < margin ? sessionsToTell({ ...loss, confidence: 0.95, power }, margin) : Number.POSITIVE_INFINITY,
  );
}

interface Told extends Undecided {
  readonly confidence: number;
  readonly power: number;
}

/** How many sessions tell a difference from a value: it is then so far beyond the test's end as chance seldom takes back. */
function sessionsToTell({ difference, spread, confidence, power }: Told, value: number): number {
  const { deviation, size } = spread;
  const distance = Math.abs(difference - value);
  if (!(distance > 0) || (!(deviation > 0) && size === null)) return Number.POSITIVE_INFINITY;
  const ofNormal = ((studentT(MANY, confidence) + studentT(MANY, power)) * deviation) / distance;
  const least = Math.max(2, Math.ceil(ofNormal ** 2));
  let sessions = least;
  while (sessions < MANY && !tells(sessions)) sessions += 1 + Math.floor((sessions - least) / 10);
  return sessions;

  /** The error of the test counts the imagined sessions, chance does not: what is imagined is always the same. */
  function tells(count: number): boolean {
    const squares = count * (deviation ** 2 + difference ** 2);
    const all = count + (size === null ? 0 : 2);
    const shrunk = (difference * count) / all;
    const imagined = size === null ? 0 : 2 * imaginedSize(count * size, squares) ** 2;
    const error = Math.sqrt(((squares + imagined) / all - shrunk ** 2) / all);
    const chance = (deviation * Math.sqrt(count)) / all;
    return Math.abs(shrunk - value) >= studentT(count - 1, confidence) * error + studentT(count - 1, power) * chance;
  }
}

/** Weight, in sessions, of the belief that a session which differs does so altogether; chosen by simulated coverage. */
const PRIOR_SESSIONS = 0.5;

/**
 * By how much an imagined session differs: as much as those that do, each weighted by its own difference, so that the
 * many which hardly differ do not count. Where few were seen to differ this is drawn towards altogether, and is so where
 * none was: with sessions as trials it always is.
 *
 * `sizes` and `squares` are sums over the sessions' differences.
 */
export function imaginedSize(sizes: number, squares: number): number {
  if (squares === 0) return 1;
  const typical = squares / sizes;
  const seen = sizes ** 2 / squares;
  return Math.min(1, Math.sqrt((seen * typical ** 2 + PRIOR_SESSIONS) / (seen + PRIOR_SESSIONS)));
}

/** The fewer of two counts, to two significant digits, upwards; null where neither is finite. */
function fewest(one: number, other: number): number | null {
  const least = Math.min(one, other);
  if (!Number.isFinite(least)) return null;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(least)) - 1);
  return Math.ceil(least / unit) * unit;
}

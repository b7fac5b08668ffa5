import type { RatioUnit } from './ratio-estimate.ts';

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

/** Normal quantile at 80 % power, one-sided, and at a tenth each side. */
const POWER_ONE_SIDED = 0.8416;
const POWER_TWO_SIDED = 1.2816;

/**
 * How many sessions would decide a comparison in 80 % of repeats if its true difference is the one seen: to tell it from
 * 0, or to show that it lies within the margin, whichever takes fewer. Rounded up to two digits, as it rests on an
 * estimated spread.
 *
 * `deviation` is that of one session's part: the standard error times the root of the number of sessions; `critical` the
 * normal quantile of the test. Null: no number would do, or there is no spread. Source: Chow, Shao & Wang 2008 §3.1, paired designs.
 */
export function sessionsToDecide(
  difference: number,
  deviation: number,
  margin: number,
  critical: number,
): number | null {
  if (!(deviation > 0)) return null;
  const size = Math.abs(difference);
  const apart = needed(size, critical + POWER_ONE_SIDED);
  // At the middle both ends can fail, near an end one alone.
  const within = Math.max(
    needed(margin, critical + POWER_TWO_SIDED),
    needed(margin - size, critical + POWER_ONE_SIDED),
  );
  const least = Math.min(apart, within);
  return Number.isFinite(least) ? roundUp(least) : null;

  function needed(distance: number, quantiles: number): number {
    return distance > 0 ? ((quantiles * deviation) / distance) ** 2 : Number.POSITIVE_INFINITY;
  }
}

/** To two significant digits, upwards. */
function roundUp(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}

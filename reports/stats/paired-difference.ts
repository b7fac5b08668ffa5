import { clopperPearson } from './clopper-pearson.ts';
import { fiellerRatio } from './fieller-ratio.ts';
import { CONFIDENCE, type Interval } from './interval.ts';
import { covariance, type Linearised, linearise, type SessionSums } from './linearise.ts';
import { type RatioKind, ratioEstimate } from './ratio-estimate.ts';
import { studentT } from './student-t.ts';

export type Direction = 'higher' | 'lower' | null;
export type Verdict = 'better' | 'worse' | 'inconclusive';

export interface PairedDifference {
  /** Cell − baseline; null where either has nothing to divide by. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Difference over the baseline, for means; null where the baseline is not clearly above 0. */
  readonly relative: (Interval & { readonly estimate: number }) | null;
  readonly verdict: Verdict;
  /** Sessions in which the cell's own ratio is above or below the baseline's. */
  readonly higher: number;
  readonly lower: number;
}

/** With fewer sessions that differ, a sign test could not exclude chance at the 5 % level: 2 · 0.5⁵ > 0.05. */
const FEWEST_DIFFERING = 6;

/**
 * Compares two cells session by session: index i is the same session in both.
 *
 * Shares: the two intervals combined with the correlation of the sessions' influences. Means: a t interval
 * on the linearised difference. Where fewer than six sessions differ the verdict is `inconclusive`, and a
 * share's interval is bounded by how often sessions can differ at all.
 * Source: Newcombe 1998 (method 10), Zou & Donner 2008; Fieller 1954 for the relative difference.
 */
export function pairedDifference(
  cell: SessionSums,
  baseline: SessionSums,
  kind: RatioKind,
  better: Direction,
  level = CONFIDENCE,
): PairedDifference {
  const one = linearise(cell);
  const other = linearise(baseline);
  const signs = countSigns(cell, baseline);
  if (one.ratio === null || other.ratio === null)
    return { difference: null, low: null, high: null, relative: null, verdict: 'inconclusive', ...signs };
  const difference = one.ratio - other.ratio;
  const bounds =
    kind === 'share'
      ? shareBounds(cell, baseline, { one, other, ...signs }, level)
      : meanBounds(difference, { one, other, ...signs }, level);
  return {
    difference,
    low: bounds?.low ?? null,
    high: bounds?.high ?? null,
    relative: kind === 'mean' ? fiellerRatio(one, other, signs.pairs, level) : null,
    verdict: signs.higher + signs.lower < FEWEST_DIFFERING ? 'inconclusive' : verdictOf(bounds, better),
    higher: signs.higher,
    lower: signs.lower,
  };
}

interface Signs {
  /** Sessions with a denominator in either. */
  readonly pairs: number;
  readonly higher: number;
  readonly lower: number;
}

interface Pair extends Signs {
  readonly one: Linearised;
  readonly other: Linearised;
}

function countSigns(cell: SessionSums, baseline: SessionSums): Signs {
  const count = cell.denominators.length;
  if (count !== baseline.denominators.length)
    throw new Error(`${count} sessions cannot be paired with ${baseline.denominators.length}.`);
  let pairs = 0;
  let higher = 0;
  let lower = 0;
  for (let i = 0; i < count; i++) {
    const [d, e] = [cell.denominators[i]!, baseline.denominators[i]!];
    if (d > 0 || e > 0) pairs++;
    if (!(d > 0 && e > 0)) continue;
    const gap = cell.numerators[i]! * e - baseline.numerators[i]! * d;
    if (gap > 0) higher++;
    else if (gap < 0) lower++;
  }
  return { pairs, higher, lower };
}

function shareBounds(cell: SessionSums, baseline: SessionSums, pair: Pair, level: number): Interval {
  const { one, other, pairs, higher, lower } = pair;
  if (higher + lower < FEWEST_DIFFERING)
    return { low: -clopperPearson(lower, pairs, level).high, high: clopperPearson(higher, pairs, level).high };
  const a = ratioEstimate(cell, 'share', level);
  const b = ratioEstimate(baseline, 'share', level);
  const [p, q] = [a.estimate!, b.estimate!];
  const r = correlation(one.influence, other.influence);
  const reach = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * r * x * y + y * y));
  return {
    low: Math.max(-1, p - q - reach(p - a.low!, b.high! - q)),
    high: Math.min(1, p - q + reach(a.high! - p, q - b.low!)),
  };
}

function meanBounds(difference: number, { one, other, pairs }: Pair, level: number): Interval | null {
  const influence = one.influence.map((value, i) => value - other.influence[i]!);
  const variance = covariance(influence, influence, pairs);
  if (variance === null) return null;
  const half = studentT((1 + level) / 2, pairs - 1) * Math.sqrt(variance);
  return { low: difference - half, high: difference + half };
}

/** Range: [−1, 1]; 0 where either does not vary. */
function correlation(one: Float64Array, other: Float64Array): number {
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    xx += one[i]! ** 2;
    yy += other[i]! ** 2;
    xy += one[i]! * other[i]!;
  }
  return xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : 0;
}

function verdictOf(bounds: Interval | null, better: Direction): Verdict {
  if (!bounds || better === null || (bounds.low <= 0 && bounds.high >= 0)) return 'inconclusive';
  return bounds.low > 0 === (better === 'higher') ? 'better' : 'worse';
}

import { sumOf } from '../../harness/shared/numbers.ts';
import { NO_ESTIMATE, type Ranged } from './interval.ts';
import type { Range } from './range.ts';
import { skewCorrected, spreadOf } from './skew-corrected.ts';

/** A value may leave its range by this much, which is rounding. */
const ROUNDING = 1e-12;
/** Values that differ by less are alike: the cubes of their differences, which the skewness takes, would vanish. */
const LEAST_SPREAD = 1e-90;

/**
 * Mean of one figure over independent runs or populations, with an interval from their spread that stays in the range
 * of the figure: Student's t, from ten values on corrected for skewness.
 *
 * Null estimate: a value is missing, or there is none. Null ends: fewer than two values, or all alike, which tells no
 * spread. Throws: where a value is not finite or outside the range.
 */
export function meanEstimate(values: readonly (number | null)[], range: Range, confidence = 0.95): Ranged {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return NO_ESTIMATE;
  for (const value of known)
    if (!(Number.isFinite(value) && value >= range.least - ROUNDING && value <= range.most + ROUNDING))
      throw new Error(`A value of ${value} is not within ${range.least} to ${range.most}: its mean would mislead.`);
  const sum = sumOf(known);
  const mean = Math.min(range.most, Math.max(range.least, sum / known.length));
  if (Math.max(...known) - Math.min(...known) < LEAST_SPREAD)
    return { estimate: mean, low: null, high: null, of: known.length };
  const influences = known.map((value) => (value - mean) / known.length);
  const size = known.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const ends = skewCorrected(mean, spreadOf(influences, known.length, size), range, confidence);
  return { estimate: mean, ...ends, of: known.length };
}

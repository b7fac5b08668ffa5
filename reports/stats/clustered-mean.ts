import { linearisedVariance } from './ratio-estimate.ts';
import { studentT } from './student-t.ts';

/** One value of a session, and how many values it stands for. */
export interface ClusteredValue {
  readonly session: string;
  readonly value: number;
  readonly weight: number;
}

export interface ClusteredMean {
  /** Null: there are no values. */
  readonly estimate: number | null;
  /** Null: fewer than two sessions. Equal to the estimate where no session differs from it. */
  readonly low: number | null;
  readonly high: number | null;
  readonly sessions: number;
  /** How many values it is the mean of, without weights. */
  readonly values: number;
}

/**
 * Weighted mean of values of any sign, with an interval clustered by session: Student's t on the linearised
 * variance of the ratio of sums. Nothing is cut at 0. Throws: where a value or weight is not finite, or a weight not positive.
 * Source: Cochran 1977 §6.
 */
export function clusteredMean(values: readonly ClusteredValue[], confidence = 0.95): ClusteredMean {
  const places = new Map<string, number>();
  const numerators: number[] = [];
  const denominators: number[] = [];
  for (const { session, value, weight } of values) {
    if (!(Number.isFinite(value) && weight > 0 && Number.isFinite(weight)))
      throw new Error(`Session "${session}" gives the value ${value} of weight ${weight}: a mean needs finite ones.`);
    const at = places.get(session) ?? places.size;
    places.set(session, at);
    numerators[at] = (numerators[at] ?? 0) + weight * value;
    denominators[at] = (denominators[at] ?? 0) + weight;
  }
  const sessions = places.size;
  const known = { sessions, values: values.length };
  if (sessions === 0) return { ...known, estimate: null, low: null, high: null };
  const estimate = sum(numerators) / sum(denominators);
  if (sessions === 1) return { ...known, estimate, low: null, high: null };
  const half =
    studentT(sessions - 1, confidence) * Math.sqrt(linearisedVariance({ numerators, denominators }, estimate));
  return { ...known, estimate, low: estimate - half, high: estimate + half };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

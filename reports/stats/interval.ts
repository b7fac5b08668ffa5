/** A confidence interval, both ends included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Confidence level of every interval that is reported. */
export const CONFIDENCE = 0.95;

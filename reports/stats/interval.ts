/** Two ends of an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An estimate with its interval. Null estimate: there is nothing to measure. Null ends: the data say nothing about the spread. */
export interface Ranged {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How many sessions, runs, populations or trials it is over. Absent: not said. */
  readonly of?: number | undefined;
}

/** What stands where there was nothing to measure. */
export const NO_ESTIMATE: Ranged = { estimate: null, low: null, high: null };

/** An estimate alone, and of how many it is. */
export const counted = ({ estimate, low, high }: Ranged, of: number): Ranged => ({ estimate, low, high, of });

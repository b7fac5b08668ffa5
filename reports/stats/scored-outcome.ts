/** One scored proposal and whether it was right. */
export interface ScoredOutcome {
  /** Range: [0, 1]. */
  readonly score: number;
  readonly right: boolean;
}

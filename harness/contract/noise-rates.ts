/** How wrong operators' answers are on average, known or estimated. Range: [0, 1] each. */
export interface NoiseRates {
  /** P(operator rejects | suggestion right). */
  readonly alpha: number;
  /** P(operator accepts | suggestion wrong). */
  readonly beta: number;
}

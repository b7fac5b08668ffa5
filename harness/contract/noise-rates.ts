import type { NoiseSettings, RateByKind } from './operator.ts';

/** How wrong operators' answers are on average, known or estimated. Range: [0, 1] each. */
export interface NoiseRates {
  /** P(operator rejects | suggestion right). */
  readonly alpha: number;
  /** P(operator accepts | suggestion wrong). */
  readonly beta: number;
}

/** A rate in words, to three figures: what was worked out to be 0.1 is told so, not as 0.0999999999999998. */
export const rateWords = (rate: number) => `${Number(rate.toPrecision(3))}`;

/** The same rate for every kind of action. Throws: where it is not in [0, 1]. */
export function uniformRate(rate: number): RateByKind {
  if (!(rate >= 0 && rate <= 1)) throw new Error(`A noise rate of ${rate} is not in [0, 1].`);
  return {
    select_procedure: rate,
    submit_form: rate,
    click_control: rate,
    send_text: rate,
    transfer: rate,
    close: rate,
  };
}

/** Noise settings with one α, one β and one slip rate for every kind of action. */
export function uniformNoise(rates: { alpha?: number; beta?: number; slip?: number } = {}): NoiseSettings {
  const { alpha = 0, beta = 0, slip = 0 } = rates;
  return { alpha: uniformRate(alpha), beta: uniformRate(beta), slip: uniformRate(slip) };
}

import type { NoiseRates } from '../contract/noise-rates.ts';
import type { NoiseSettings } from '../contract/operator.ts';
import type { Session } from '../contract/session.ts';
import type { Answer, CopilotWorld } from './critics/copilot-answers.ts';

export const NOISE_RATES_MODES = ['none', 'known'] as const;
export type NoiseRatesMode = (typeof NOISE_RATES_MODES)[number];

/** What critics and gates are told of the operators' noise. */
export interface ToldRates {
  /** Undefined: nothing. */
  readonly rates: NoiseRates | undefined;
  /** In words, such as `known α .1 β .3`. */
  readonly text: string;
}

export interface RatesRequest {
  readonly world: CopilotWorld;
  readonly noise: NoiseSettings;
  readonly sessions: readonly Session[];
  readonly feedback: readonly Answer[];
}

/** What is known of the noise, by the way in which it is come to know. */
export async function toldRates(mode: NoiseRatesMode, { noise, feedback }: RatesRequest): Promise<ToldRates> {
  switch (mode) {
    case 'none':
      return { rates: undefined, text: 'nothing' };
    case 'known':
      return inWords('known', trueRates(feedback, noise));
  }
}

function inWords(how: string, rates: NoiseRates): ToldRates {
  const { alpha, beta } = rates;
  return { rates, text: `${how} α ${alpha.toFixed(3)} β ${beta.toFixed(3)}` };
}

/** Rates of all these suggestions together, where rates differ by kind of action. */
export function trueRates(
  answers: readonly Pick<Answer, 'right' | 'action'>[],
  { alpha, beta }: NoiseSettings,
): NoiseRates {
  const mean = (rates: number[]) =>
    rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const ofRight = answers.filter(({ right }) => right).map(({ action }) => alpha[action.kind]);
  const ofWrong = answers.filter(({ right }) => !right).map(({ action }) => beta[action.kind]);
  return { alpha: mean(ofRight) ?? alpha.send_text, beta: mean(ofWrong) ?? beta.send_text };
}

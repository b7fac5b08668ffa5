import { rateWords } from '../../harness/contract/noise-rates.ts';

/**
 * Share that is right behind an acceptance rate, where operators reject right suggestions at rate α and accept wrong
 * ones at rate β, both known; cut to [0, 1] where the rates do not fit the acceptance that was seen. An interval of the
 * acceptance is one of the share right when its ends are taken so.
 *
 * Throws: where α + β ≥ 1, so that acceptance says nothing about being right. Source: Rogan & Gladen 1978,
 * p = (q − β)/(1 − α − β).
 */
export function roganGladen(acceptance: number, alpha: number, beta: number): number {
  const power = 1 - alpha - beta;
  if (!(alpha >= 0 && beta >= 0 && power > 0))
    throw new Error(
      `With α = ${rateWords(alpha)} and β = ${rateWords(beta)} acceptance does not tell right from wrong: α + β must be below 1.`,
    );
  return Math.min(1, Math.max(0, (acceptance - beta) / power));
}

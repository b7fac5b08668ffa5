import type { NoiseRates } from '../../../harness/contract/noise-rates.ts';
import type { LabelNoise } from '../../networks/ranker/label-noise.ts';
import { VERDICT } from './item.ts';

/**
 * Known operators' rates as the noise of verdicts; undefined where nothing is known or operators are never wrong.
 *
 * Throws: when a rate is outside [0, 1), or both sum to 1 or more: answers then say nothing of the truth.
 */
export function verdictNoise(
  noise: NoiseRates | undefined,
  correction: LabelNoise['correction'],
): LabelNoise | undefined {
  if (!noise) return undefined;
  const { alpha, beta } = noise;
  for (const [name, rate] of Object.entries({ alpha, beta }))
    if (!(rate >= 0 && rate < 1)) throw new Error(`${name} is ${rate}: give a rate of at least 0 and below 1`);
  if (alpha + beta >= 1)
    throw new Error(
      `alpha ${alpha} and beta ${beta} sum to 1 or more: such answers say nothing of what is right, so use a critic without correction`,
    );
  if (alpha === 0 && beta === 0) return undefined;
  const floors = [0, 0];
  floors[VERDICT.accept] = beta;
  floors[VERDICT.reject] = alpha;
  return { floors, correction };
}

import { drawBernoulli } from '../../../harness/contract/draws.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import type { Rates } from './trait.ts';

/**
 * Whether the operator accepts a suggestion: a right one is refused with probability α, a wrong one
 * accepted with β. One uniform is compared with the rate, so that a higher α only turns accepts of
 * right suggestions into refusals, and a higher β refusals of wrong ones into accepts.
 */
export function accepts(right: boolean, { alpha, beta }: Pick<Rates, 'alpha' | 'beta'>, rng: () => Rng): boolean {
  return right ? !drawBernoulli(alpha, rng) : drawBernoulli(beta, rng);
}

/** Why a suggestion is refused before it is judged; null where it is not. Environment takes the low draws. */
export function refusedUnseen(
  { environment, other }: Pick<Rates, 'environment' | 'other'>,
  rng: () => Rng,
): 'environment' | 'other' | null {
  if (environment + other <= 0) return null;
  const draw = rng().next();
  if (draw < environment) return 'environment';
  return draw < environment + other ? 'other' : null;
}

import type { ActionKind } from '../../harness/contract/action.ts';
import { happens } from '../../harness/contract/draws.ts';
import type { NoiseSettings } from '../../harness/contract/operator.ts';
import type { Rng } from '../../harness/contract/rng.ts';

/**
 * Whether the operator accepts a suggestion: a right one is refused with probability α, a wrong one
 * accepted with β. One uniform is compared with the rate, so that a higher α only turns accepts of
 * right suggestions into refusals, and a higher β refusals of wrong ones into accepts.
 */
export function accepts(right: boolean, kind: ActionKind, noise: NoiseSettings, rng: () => Rng): boolean {
  return right ? !happens(noise.alpha[kind], rng) : happens(noise.beta[kind], rng);
}

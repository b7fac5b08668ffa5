import type { EpisodeObjective } from '../networks/alignment/objective.ts';

/**
 * −min(ρA, clip(ρ, 1 ± ε)A) + β KL(π ‖ π_ref), with ρ = π / π_old. The KL is exact over all that is offered, where
 * published recipes estimate it from the act taken. Source: Shao et al. 2024 (arXiv 2402.03300), eq. 3 and 4.
 *
 * The minimum is A⁺ min(ρ, 1 + ε) − A⁻ max(ρ, 1 − ε) for A = A⁺ − A⁻, which has no ties where nothing is clipped.
 */
export const objective: EpisodeObjective = {
  name: 'grpo',
  summary:
    'Makes acts likelier as their episodes went better than others of the case, each only so far, near a reference.',
  of: 'episodes',
  loss(emit, { logRatio, advantage, divergence }, { beta, clip }) {
    const [ratio, less] = [emit.apply('Exp', [logRatio]), emit.scalar(1 - clip)];
    const more = emit.scalar(1 + clip);
    const over = (a: typeof ratio, b: typeof ratio) => emit.apply('Relu', [emit.apply('Sub', [a, b])]);
    const mul = (a: typeof ratio, b: typeof ratio) => emit.apply('Mul', [a, b]);
    const good = mul(emit.apply('Relu', [advantage]), emit.apply('Sub', [more, over(more, ratio)]));
    const bad = mul(over(emit.scalar(0), advantage), emit.apply('Add', [less, over(ratio, less)]));
    const lost = emit.apply('Sub', [bad, good]);
    return beta === 0 ? lost : emit.apply('Add', [lost, mul(divergence, emit.scalar(beta))]);
  },
};

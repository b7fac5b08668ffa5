import type { AnswerObjective } from '../networks/alignment/objective.ts';

/** (1 − σ(β r(chosen))) + σ(β r(rejected)). Source: D'Oosterlinck et al. 2024. */
export const objective: AnswerObjective = {
  name: 'apo-zero',
  summary: 'Makes corrections likelier and what was refused less likely, each against the reference.',
  of: 'pairs',
  loss(emit, { chosen, rejected }, { beta }) {
    const bent = (x: typeof chosen) => emit.apply('Sigmoid', [emit.apply('Mul', [x, emit.scalar(beta)])]);
    return emit.apply('Add', [emit.apply('Sub', [emit.scalar(1), bent(chosen)]), bent(rejected)]);
  },
};

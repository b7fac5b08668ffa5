import type { AnswerObjective } from '../networks/alignment/objective.ts';

/** σ(β r(chosen)) + (1 − σ(β(r(chosen) − r(rejected)))). Source: D'Oosterlinck et al. 2024. */
export const objective: AnswerObjective = {
  name: 'apo-down',
  summary:
    'Makes what was refused less likely, and corrections too, but less so: for a policy better than its corrections.',
  of: 'pairs',
  loss(emit, { chosen, rejected }, { beta }) {
    const bent = (x: typeof chosen) => emit.apply('Sigmoid', [emit.apply('Mul', [x, emit.scalar(beta)])]);
    const behind = emit.apply('Sub', [emit.scalar(1), bent(emit.apply('Sub', [chosen, rejected]))]);
    return emit.apply('Add', [bent(chosen), behind]);
  },
};

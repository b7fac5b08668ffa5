import type { AnswerObjective } from '../networks/alignment/objective.ts';
import { logSigmoid } from '../networks/graph/functions.ts';

/** −log σ(β(r(chosen) − r(rejected))). Source: Rafailov et al. 2023, eq. 7. */
export const objective: AnswerObjective = {
  name: 'dpo',
  summary: 'Sets corrections ahead of what was refused, further than the reference has them.',
  of: 'pairs',
  loss(emit, { chosen, rejected }, { beta }) {
    const margin = emit.apply('Sub', [chosen, rejected]);
    return emit.apply('Neg', [logSigmoid(emit, emit.apply('Mul', [margin, emit.scalar(beta)]))]);
  },
};

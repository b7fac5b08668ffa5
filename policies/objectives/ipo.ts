import type { AnswerObjective } from '../networks/alignment/objective.ts';

/**
 * (Δ − 1/(2β))². A categorical policy has one log-probability an action, so that the mean over tokens that some
 * implementations take does not arise. Source: Azar et al. 2023, eq. 17.
 */
export const objective: AnswerObjective = {
  name: 'ipo',
  summary: 'Sets corrections ahead of what was refused by a fixed margin, and no further.',
  of: 'pairs',
  loss(emit, { chosen, rejected }, { beta }) {
    const over = emit.apply('Sub', [emit.apply('Sub', [chosen, rejected]), emit.scalar(1 / (2 * beta))]);
    return emit.apply('Mul', [over, over]);
  },
};

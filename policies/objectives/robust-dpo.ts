import type { AnswerObjective } from '../networks/alignment/objective.ts';
import { logSigmoid } from '../networks/graph/functions.ts';

/**
 * ((1 − ε)(−log σ(βΔ)) + ε log σ(−βΔ)) / (1 − 2ε), whose mean over pairs of which the share ε is the wrong way round is
 * DPO's over right ones. Source: Chowdhury et al. 2024, eq. 12.
 */
export const objective: AnswerObjective = {
  name: 'robust-dpo',
  summary: 'DPO that takes into account what share of corrections is the wrong way round.',
  of: 'pairs',
  loss(emit, { chosen, rejected }, { beta, flipped }) {
    const margin = emit.apply('Mul', [emit.apply('Sub', [chosen, rejected]), emit.scalar(beta)]);
    const part = (x: typeof margin, share: number) => emit.apply('Mul', [logSigmoid(emit, x), emit.scalar(share)]);
    const against = part(emit.apply('Neg', [margin]), flipped / (1 - 2 * flipped));
    return emit.apply('Sub', [against, part(margin, (1 - flipped) / (1 - 2 * flipped))]);
  },
};

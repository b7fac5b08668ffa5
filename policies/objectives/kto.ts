import type { AnswerObjective } from '../networks/alignment/objective.ts';

/**
 * λ_D (1 − σ(β(r − z))) for what was accepted, λ_U (1 − σ(β(z − r))) for what was refused. z is the exact KL(π ‖ π_ref)
 * of the minibatch's screens, where published recipes estimate it from mismatched answers. Source: Ethayarajh et al.
 * 2024, eq. 8.
 */
export const objective: AnswerObjective = {
  name: 'kto',
  summary: 'Makes accepted actions likelier and refused ones less likely, beyond how far it has moved as a whole.',
  of: 'labels',
  loss(emit, { gain, accepted, divergence }, { beta, desirable, undesirable }) {
    const beyond = emit.apply('Mul', [emit.apply('Sub', [gain, divergence]), emit.scalar(beta)]);
    const refused = emit.apply('Sub', [emit.scalar(1), accepted]);
    const part = (x: typeof beyond, which: typeof beyond, weight: number) => {
      const lost = emit.apply('Sub', [emit.scalar(1), emit.apply('Sigmoid', [x])]);
      return emit.apply('Mul', [emit.apply('Mul', [lost, which]), emit.scalar(weight)]);
    };
    const good = part(beyond, accepted, desirable);
    return emit.apply('Add', [good, part(emit.apply('Neg', [beyond]), refused, undesirable)]);
  },
};

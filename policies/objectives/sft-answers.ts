import type { AnswerObjective } from '../networks/alignment/objective.ts';

/** −log π of what was accepted, and nothing of what was refused: −r but for a constant. */
export const objective: AnswerObjective = {
  name: 'sft-answers',
  summary: 'Plain cross entropy on what operators did, accepted suggestions among it: the zero of kto.',
  of: 'labels',
  loss: (emit, { gain, accepted }) => emit.apply('Neg', [emit.apply('Mul', [gain, accepted])]),
};

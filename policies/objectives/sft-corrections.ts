import type { AnswerObjective } from '../networks/alignment/objective.ts';

/** −log π(correction). */
export const objective: AnswerObjective = {
  name: 'sft-corrections',
  summary: 'Learns what operators did instead, as it learned from logs; what was refused teaches nothing.',
  of: 'pairs',
  loss: (emit, { chosenLog }) => emit.apply('Neg', [chosenLog]),
};

import type { EpisodeObjective } from '../networks/alignment/objective.ts';

/** −A log π: the plain floor, whose gradient is the policy gradient. Source: Williams 1992. */
export const objective: EpisodeObjective = {
  name: 'reinforce',
  summary:
    'Makes acts likelier as their episodes went better than others of the case; holds the policy back by nothing.',
  of: 'episodes',
  loss: (emit, { log, advantage }) => emit.apply('Neg', [emit.apply('Mul', [advantage, log])]),
};

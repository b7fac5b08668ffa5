import type { OptionsOf } from '../../bench/experiment.ts';
import { comparedSessions, driven, learned, noiseGrid, playing, populationsUnlessLogs } from '../../bench/options.ts';
import { count, listOf, openShare, share } from '../../runner/option.ts';

export const options = {
  browserSessions: comparedSessions,
  ...driven,
  ...learned,
  ...playing,
  ...noiseGrid({ alpha: '0.05,0.2', beta: '0,0.3', slip: '0.01' }),
  populations: populationsUnlessLogs(2),
  sessions: count('--sessions <n>', 'sessions of each cell, in each population', 100),
  moreTargets: listOf(
    '--more-targets <list>',
    'further precisions, each a gate of its own, separated by commas, or none',
    openShare,
    [0.8, 0.95],
  ),
  twinsPerSession: count('--twins-per-session <n>', 'most errors of one session that get a twin', 2),
  twins: count('--twins <n>', 'twins of a cell after which no further sessions of it get any', 400),
  epsilon: share('--epsilon <share>', 'share of missed goals that safe automation stays below', 0.1),
};

export type PropagationOptions = OptionsOf<typeof options>;

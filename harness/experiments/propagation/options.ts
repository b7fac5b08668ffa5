import type { OptionsOf } from '../../bench/experiment.ts';
import { comparedSessions, driven, learned, noiseGrid, populationsUnlessLogs } from '../../bench/options.ts';
import { list, openShare, option, positiveInteger } from '../../runner/option.ts';

export const options = {
  browserSessions: comparedSessions,
  ...driven,
  ...learned,
  ...noiseGrid({ alpha: '0.05,0.2', beta: '0,0.3', slip: '0.01' }),
  populations: populationsUnlessLogs(2),
  sessions: option('--sessions <n>', 'sessions of each cell, in each population', {
    parse: positiveInteger,
    fallback: 100,
  }),
  moreTargets: option<readonly number[]>(
    '--more-targets <list>',
    'further precisions, each a gate of its own, separated by commas, or none',
    { parse: list(openShare), fallback: [0.8, 0.95], fallbackInWords: '0.8,0.95' },
  ),
  twinsPerSession: option('--twins-per-session <n>', 'most errors of one session that get a twin', {
    parse: positiveInteger,
    fallback: 2,
  }),
  twins: option('--twins <n>', 'twins of a cell after which no further sessions of it get any', {
    parse: positiveInteger,
    fallback: 400,
  }),
  epsilon: option('--epsilon <share>', 'share of missed goals that safe automation stays below', {
    parse: openShare,
    fallback: 0.1,
  }),
};

export type PropagationOptions = OptionsOf<typeof options>;

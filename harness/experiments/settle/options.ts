import type { OptionsOf } from '../../bench/experiment.ts';
import {
  comparedSessions,
  driven,
  learned,
  noiseGrid,
  playing,
  populations,
  quick,
  taught,
} from '../../bench/options.ts';
import { count, option, optional, wholeFrom } from '../../runner/option.ts';

/** Traits of operators that are tried one by one. */
const TRAITS =
  'settled-refusals=0,preference,skill,automation-bias,vigilance,time-pressure,instructed-reject:close,learning-curve,adversarial';

export const options = {
  browserSessions: comparedSessions,
  ...driven,
  ...learned,
  ...playing,
  ...noiseGrid(
    { alpha: '0,0.2', beta: '0,0.2,0.4', slip: '0.01,0.05' },
    'written likewise; the first is crossed with α and β, each further one is a point of its own',
  ),
  traits: option(
    '--traits <list>',
    'traits of operators with their strengths, files in simulators/operators/traits/; each is a point of its own',
    { fallback: TRAITS },
  ),
  populations: populations(4),
  sessions: count('--sessions <n>', 'sessions of each arm, in each population', 1200),
  pointSessions: count('--point-sessions <n>', 'sessions of each point of the grid, in each population', 250),
  taught: { ...taught(0.4), help: 'share of the 6,900 sessions that are generated to teach each population' },
  quick: quick('few sessions and one point of the grid, unless they are given: a few minutes'),
  folds: optional(
    '--folds <n>',
    'with --logs, folds for cross-fitting, 3 unless given: each session is played once, by models taught from the other folds',
    { parse: wholeFrom(2) },
  ),
};

export type SettleOptions = OptionsOf<typeof options>;

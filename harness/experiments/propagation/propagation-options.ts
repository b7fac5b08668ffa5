import type { Driver } from '../../bench/desks/desks.ts';
import type { StagedOptions } from '../../bench/models/recipes.ts';
import type { NoiseOptions } from '../../bench/noise/noise-grid.ts';

/** Options of `bench propagation`, as the command line hands them over. */
export interface PropagationOptions
  extends Pick<
      StagedOptions,
      'logs' | 'target' | 'delta' | 'policy' | 'critic' | 'gate' | 'cache' | 'seed' | 'providers' | 'out' | 'browser'
    >,
    NoiseOptions {
  /** Teams, dealings of sessions and, without logs, datasets. Absent: a few, one with logs. */
  readonly populations?: number;
  /** Sessions of each cell, in each population; of logs at most what their evaluation part holds. */
  readonly sessions: number;
  /** Precisions that gates are set to besides `target`, each a setting of its own. */
  readonly moreTargets: readonly number[];
  /** Most errors of one session that get a twin. */
  readonly twinsPerSession: number;
  /** Twins of a cell after which no further sessions of it get any. */
  readonly twins: number;
  /** ε of safe automation: the largest share of sessions that may miss their goal. */
  readonly epsilon: number;
  readonly driver: Driver;
  /** Browser contexts side by side. */
  readonly jobs: number;
  /** With a browser, sessions of each cell that are played in-process too, to compare traces; absent: a few. */
  readonly browserSessions?: number;
}

import type { Driver } from '../desks/drivers.ts';
import type { StagedOptions } from '../models/recipes.ts';
import type { NoiseOptions } from '../noise/noise-grid.ts';

/** Options of `bench settle`, as the command line hands them over. */
export interface SettleOptions
  extends Omit<StagedOptions, 'sessions' | 'gateSlices' | 'noiseRates' | 'calibrator'>,
    NoiseOptions {
  /** Sessions of each arm; of logs at most all whose goal is known. */
  readonly sessions: number;
  /** Sessions of each point of the grid. */
  readonly pointSessions: number;
  /** Traits with their strengths, such as `skill=1,automation-bias=2`; each makes a point of its own. */
  readonly traits: string;
  /** Populations, each with its own team and dealing, and with its own data where they are generated. */
  readonly populations: number;
  /** Share of the usual number of generated sessions that teach. Range: (0, 1]. */
  readonly taught: number;
  /** Folds of the logs, 2 or more; absent: the default. Goes with `logs` only. */
  readonly folds?: number;
  readonly driver: Driver;
  /** Browser contexts side by side. */
  readonly jobs: number;
  /** With a browser, sessions of each cell that are played in-process too, to compare traces; absent: a few. */
  readonly browserSessions?: number;
}

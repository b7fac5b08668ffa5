import type { Driver } from '../desks.ts';
import type { NoiseOptions } from '../noise-grid.ts';
import type { StagedOptions } from '../staged-options.ts';

/** Options of `bench settle`, as the command line hands them over. */
export interface SettleOptions
  extends Omit<StagedOptions, 'sessions' | 'gateSlices' | 'noiseRates' | 'calibrator'>,
    NoiseOptions {
  /** Sessions of each arm; of logs at most what their evaluation part holds. */
  readonly sessions: number;
  /** Sessions of each point of the grid. */
  readonly pointSessions: number;
  /** Traits with their strengths, such as `skill=1,automation-bias=2`; each makes a point of its own. */
  readonly traits: string;
  readonly driver: Driver;
  /** Browser contexts side by side. */
  readonly jobs: number;
}

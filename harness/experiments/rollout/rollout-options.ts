import type { Driver } from '../../bench/desks/desks.ts';
import type { NoiseOptions } from '../../bench/noise/noise-grid.ts';

/** Options of `bench rollout`, as the command line hands them over. */
export interface RolloutOptions extends NoiseOptions {
  readonly logs?: string;
  readonly days: number;
  readonly perDay: number;
  /** Sessions that were logged before the first day. */
  readonly history: number;
  /** Procedure of which no log is there on the first day. */
  readonly newProcess: string;
  /** Day from which the world is another; 0: it stays as it is. */
  readonly driftDay: number;
  /** File in fixtures/drift/, or `degraded-operators`. */
  readonly drift: string;
  /** Procedure that the drift changes; absent: the drift chooses. */
  readonly driftProcedure?: string;
  readonly policy: string;
  readonly critic: string;
  readonly gate: string;
  readonly ood: string;
  /** The monitor that acts; all others are only written down. */
  readonly monitor: string;
  readonly target: number;
  readonly delta: number;
  readonly meanRun: number;
  /** Latest sessions of each slice that a policy is trained on. */
  readonly memory: number;
  /** Rollouts, each with sessions, days and drift of its own. */
  readonly repeats: number;
  readonly seed: string;
  readonly providers: string;
  readonly cache: string | false;
  readonly out?: string;
  readonly driver: Driver;
  /** Browser contexts side by side. */
  readonly jobs: number;
  readonly browser?: string;
}

/** The drift that is no change of the sessions but of those who work them. */
export const DEGRADED = 'degraded-operators';

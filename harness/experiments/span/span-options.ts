import type { Driver } from '../../bench/desks/desks.ts';

/** Options of `bench span`, as the command line hands them over. */
export interface SpanOptions {
  readonly logs?: string;
  /** Teams, dealings of sessions and, without logs, datasets. Absent: a few, one with logs. */
  readonly populations?: number;
  /** Evaluation sessions that are played and then meet in the pool, in each population. */
  readonly sessions: number;
  readonly operators: number;
  /** Bounds on the sessions that an operator holds at once, smallest first. */
  readonly held: readonly number[];
  /** Mean wait of a hand-off beyond which waiting counts as exploded. */
  readonly limit: number;
  /** Share of abandoned sessions beyond which it counts as exploded, too. */
  readonly lost: number;
  /** Mean seconds that customers wait before they leave; null: for ever. */
  readonly patience: number | null;
  /** Strength of the trait time-pressure; at 0 the queue changes nobody. */
  readonly pressure: number;
  readonly replications: number;
  readonly target: number;
  readonly delta: number;
  readonly policy: string;
  readonly critic: string;
  readonly gate: string;
  readonly cache: string | false;
  readonly seed: string;
  readonly providers: string;
  readonly out?: string;
  readonly driver: Driver;
  /** Browser contexts side by side. */
  readonly jobs: number;
  /** With a browser, sessions of each cell that are played in-process too, to compare traces; absent: a few. */
  readonly browserSessions?: number;
  readonly browser?: string;
}

/** Time of one automated step. Assumed. */
export const MACHINE_MS = 1000;
/** A waiting session moves on once in ten minutes, and that costs five seconds to see. Assumed. */
export const STALE = { perMinute: 0.1, costMs: 5000 };

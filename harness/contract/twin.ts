import type { Trace } from './trace.ts';

/** An error, and what would have come of the same episode without it. */
export interface TwinPair {
  readonly run: Trace;
  /** Step of the run at which the wrong action was done. */
  readonly error: number;
  /** The same scenario and random streams with a right action at that step: the same up to there. */
  readonly twin: Trace;
  /** How many of the run's errors this one stands for, where only some of them got a twin. */
  readonly weight: number;
}

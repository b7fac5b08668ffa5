import { measureInChild } from './measure-in-child.ts';

/** What playing distinct sessions in closed loop took. */
export interface ClosedLoopUse {
  readonly sessions: number;
  readonly steps: number;
  /** Steps that ran without an operator: none where the gate stayed closed. */
  readonly unattended: number;
  /** Generating the sessions, finding their goals, learning policy, critic and gate. */
  readonly prepareSeconds: number;
  /** The play alone. */
  readonly seconds: number;
  /** Processor time of the play, of all its threads: what a machine that does other things does not change much. */
  readonly cpuSeconds: number;
  /** Largest resident set of the process, its preparation included, in bytes. */
  readonly peakBytes: number;
}

/** Plays that many sessions with the n-gram models in a process of its own. */
export function closedLoopOf(sessions: number, cache: string | false): Promise<ClosedLoopUse> {
  return measureInChild('closed-loop-child.ts', [String(sessions), cache === false ? '' : cache]);
}

import { measureInChild } from './measure-in-child.ts';

/** What a whole in-process run took. */
export interface MemoryUse {
  readonly sessions: number;
  readonly steps: number;
  /** Largest resident set of the process, in bytes. */
  readonly peakBytes: number;
  readonly seconds: number;
}

/** Plays that many sessions with the learned policy in a process of its own and reads its peak memory. */
export function memoryOf(sessions: number): Promise<MemoryUse> {
  return measureInChild('memory-child.ts', [String(sessions)]);
}

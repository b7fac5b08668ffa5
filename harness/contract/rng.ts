import type { StreamPurpose, StreamRole } from './draw-names.ts';

/** A stream of random numbers. */
export interface Rng {
  /** Uniform in [0, 1). */
  next(): number;
}

/**
 * The streams of one scenario. Each (role, step, purpose) names a stream of its own, so that an added
 * draw shifts no other, and two cells that share a scenario share their random numbers.
 */
export type Streams = (role: StreamRole, step: number, purpose: StreamPurpose) => Rng;

/** Time of one automated step. Assumed. */
export const MACHINE_MS = 1000;
/** A waiting session moves on once in ten minutes, and that costs five seconds to see. Assumed. */
export const STALE = { perMinute: 0.1, costMs: 5000 };

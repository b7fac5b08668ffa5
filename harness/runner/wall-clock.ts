/** The only file that reads the wall clock: for progress, durations of runs and the date of a run. */

/** Milliseconds on a clock that never goes back, from an arbitrary start. */
export function wallClockMs(): number {
  return performance.now();
}

/** The date and time now, as ISO 8601 in UTC. */
export function wallClockDate(): string {
  return new Date().toISOString();
}

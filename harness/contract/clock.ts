/** Something that is yet to happen. */
export interface Timer {
  /** Takes it back. Without effect once it has happened. */
  cancel(): void;
}

/**
 * The virtual time of a simulation. What is scheduled happens in order of its time, and at equal times in
 * order of scheduling. It passes only from one happening to the next: nothing reads the wall clock.
 */
export interface Clock {
  /** Milliseconds since the simulation began. */
  readonly nowMs: number;
  /** Lets something happen so many milliseconds from now. Throws: where the delay is negative or not finite. */
  schedule(delayMs: number, happen: () => void): Timer;
}

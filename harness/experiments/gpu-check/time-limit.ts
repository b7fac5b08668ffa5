import { wallClockMs } from '../../runner/wall-clock.ts';

/** The time that was granted is over; what was measured so far stands. */
export class TimeIsOver extends Error {}

/** Time that a check may take: rented machines are paid by the minute. */
export class TimeLimit {
  readonly #endMs: number;
  readonly #now: () => number;

  constructor(minutes: number, now: () => number = wallClockMs) {
    this.#now = now;
    this.#endMs = now() + minutes * 60_000;
  }

  get leftMs(): number {
    return this.#endMs - this.#now();
  }

  /** Throws: `TimeIsOver` where it is. */
  check(): void {
    if (this.leftMs <= 0) throw new TimeIsOver();
  }
}

import { leaveHanging } from '../../runner/run-limits.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';

/** The time that was granted is over; what was measured so far stands. */
export class TimeIsOver extends Error {}

/** How long a step that was begun may still take. */
const GRACE_MS = 20_000;

/** Time that a check may take: rented machines are paid by the minute. */
export class TimeLimit {
  readonly grantedMs: number;
  readonly #endMs: number;
  readonly #now: () => number;

  constructor(minutes: number, now: () => number = wallClockMs) {
    this.#now = now;
    this.grantedMs = minutes * 60_000;
    this.#endMs = now() + this.grantedMs;
  }

  get leftMs(): number {
    return this.#endMs - this.#now();
  }

  /** Throws: `TimeIsOver` where it is. */
  check(): void {
    if (this.leftMs <= 0) throw new TimeIsOver();
  }

  /**
   * Does some work; null where the time is over first. Work that does not stop by itself then, such as a device that
   * hangs, is left behind after `graceMs`.
   */
  async within<T>(work: () => Promise<T>, graceMs = GRACE_MS): Promise<T | null> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<null>((resolve) => {
      const leave = () => {
        leaveHanging();
        resolve(null);
      };
      timer = setTimeout(leave, Math.max(0, this.leftMs) + graceMs);
    });
    try {
      return await Promise.race([work(), over]);
    } catch (error) {
      if (error instanceof TimeIsOver) return null;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

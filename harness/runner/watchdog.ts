import { type Movement, movement as ownMovement } from './movement.ts';
import { printAside } from './output.ts';
import { duration } from './progress.ts';
import { wallClockMs } from './wall-clock.ts';

export interface Watchdog {
  /** Says what does not move, where nothing has for too long; called now and then by itself. */
  look(): void;
  end(): void;
}

export interface WatchdogOptions {
  /** How long nothing may move before it is said; then again after as long, twice as long, and so on. */
  readonly afterMs?: number;
  readonly say?: (text: string) => void;
  readonly nowMs?: () => number;
  readonly movement?: Movement;
}

const AFTER_MS = 120_000;
const LOOKS_IN_TIME = 8;

/**
 * Watches that a run moves. Only speaks: whether to wait is for the user to say. While this thread computes it is
 * silent, and speaks after.
 */
export function createWatchdog(options: WatchdogOptions = {}): Watchdog {
  const { afterMs = AFTER_MS, say = printAside, nowMs = wallClockMs, movement = ownMovement } = options;
  let seen = { count: movement.count, atMs: nowMs() };
  let nextMs = afterMs;
  const look = () => {
    if (movement.count !== seen.count) {
      seen = { count: movement.count, atMs: nowMs() };
      nextMs = afterMs;
    }
    const stillMs = nowMs() - seen.atMs;
    if (stillMs < nextMs) return;
    nextMs = 2 * stillMs;
    const waits = movement.waitsFor === '' ? '' : `, waiting for ${movement.waitsFor}`;
    say(
      `Nothing has moved for ${duration(stillMs)} (${movement.phase}${waits}). Ctrl-C stops; the same command goes on.`,
    );
  };
  const timer = setInterval(look, afterMs / LOOKS_IN_TIME);
  timer.unref();
  return { look, end: () => clearInterval(timer) };
}

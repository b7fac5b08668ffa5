import { printAside } from './output.ts';
import { duration } from './progress.ts';
import { wallClockMs } from './wall-clock.ts';

export interface Watchdog {
  /** Something moved: in which phase of the run, and what is waited for next, an episode for instance. */
  moved(phase: string, waitsFor?: string): void;
  /** Says what does not move, where nothing has for too long; called now and then by itself. */
  look(): void;
  end(): void;
}

export interface WatchdogOptions {
  /** How long nothing may move before it is said; then again after as long, twice as long, and so on. */
  readonly afterMs?: number;
  readonly say?: (text: string) => void;
  readonly nowMs?: () => number;
}

const AFTER_MS = 120_000;
const LOOKS_IN_TIME = 8;

/** Watches that a run moves. Only speaks: whether to wait is for the user to say. While this thread computes it is silent, and speaks after. */
export function createWatchdog(options: WatchdogOptions = {}): Watchdog {
  const { afterMs = AFTER_MS, say = printAside, nowMs = wallClockMs } = options;
  let last = { phase: 'starting', waitsFor: '', atMs: nowMs() };
  let nextMs = afterMs;
  const look = () => {
    const stillMs = nowMs() - last.atMs;
    if (stillMs < nextMs) return;
    nextMs = 2 * stillMs;
    const waits = last.waitsFor === '' ? '' : `, waiting for ${last.waitsFor}`;
    say(`Nothing has moved for ${duration(stillMs)} (${last.phase}${waits}). Ctrl-C stops; the same command goes on.`);
  };
  const timer = setInterval(look, afterMs / LOOKS_IN_TIME);
  timer.unref();
  return {
    moved(phase, waitsFor = '') {
      last = { phase, waitsFor, atMs: nowMs() };
      nextMs = afterMs;
    },
    look,
    end: () => clearInterval(timer),
  };
}

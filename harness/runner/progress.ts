import { cutToWidth } from '../contract/text-width.ts';
import { movedOn } from './movement.ts';
import { type ProgressSink, progressSink } from './output.ts';
import { wallClockMs } from './wall-clock.ts';

export interface ProgressLine {
  /** Takes note of how much is done; shown at most a few times a second. */
  update(done: number, note?: string): void;
  /** Shows the end, whatever was shown before. */
  finish(note?: string): void;
}

const LIVE_EVERY_MS = 100;
/** Elsewhere the first line comes early, so that a reader sees that something happens, and then now and then. */
const PLAIN_FIRST_MS = 1000;
const PLAIN_EVERY_MS = 10_000;

/** How much must be done, and for how long, before a time left is worth saying. */
const TELLING_SHARE = 0.05;
const TELLING_MS = 5000;

/** Progress of one job: a live line on a terminal, now and then a plain line elsewhere, with the time left. */
export function createProgress(
  label: string,
  total: number,
  sink: ProgressSink = progressSink,
  nowMs: () => number = wallClockMs,
): ProgressLine {
  const startMs = nowMs();
  const live = sink.isTTY === true;
  let nextMs = startMs + (live ? LIVE_EVERY_MS : PLAIN_FIRST_MS);
  let last = 0;

  const line = (done: number, note: string, atMs: number) => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const passedMs = atMs - startMs;
    const telling = share >= TELLING_SHARE && share < 1 && passedMs >= TELLING_MS;
    const left = telling ? `, ${duration((passedMs / share) * (1 - share))} left` : '';
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    return `${label} ${percent} ${done}/${total} in ${duration(passedMs)}${left}${note && `, ${note}`}`;
  };
  const show = (text: string, ends: boolean) => {
    if (!live) sink.line(text);
    else sink.live(cutToWidth(text, Math.max(20, (sink.columns ?? 80) - 1)), ends);
  };
  return {
    update(done, note = '') {
      last = done;
      movedOn(label);
      const atMs = nowMs();
      if (atMs < nextMs) return;
      nextMs = atMs + (live ? LIVE_EVERY_MS : PLAIN_EVERY_MS);
      show(line(done, note, atMs), false);
    },
    finish(note = '') {
      show(line(last, note, nowMs()), true);
    },
  };
}

/** A duration as people say it: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

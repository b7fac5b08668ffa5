import { cutToWidth } from '../contract/text-width.ts';
import { movedOn } from './movement.ts';
import { type ProgressSink, printEvent, progressFormat, progressSink } from './output.ts';
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
const JSON_EVERY_MS = 1000;

/** How much must be done, and for how long, before a time left is worth saying. */
const TELLING_SHARE = 0.05;
const TELLING_MS = 5000;

/** How long the rest takes at the pace so far; null where it is too early to tell, or nothing is left. Unit: milliseconds. */
function timeLeftMs(done: number, total: number, passedMs: number): number | null {
  const share = shareOf(done, total);
  const telling = share >= TELLING_SHARE && share < 1 && passedMs >= TELLING_MS;
  return telling ? (passedMs / share) * (1 - share) : null;
}

const shareOf = (done: number, total: number) => (total === 0 ? 1 : Math.min(1, done / total));

/** Progress of one job: a live line on a terminal, now and then a plain line elsewhere, with the time left; or JSON lines. */
export function createProgress(
  label: string,
  total: number,
  sink: ProgressSink = progressSink,
  nowMs: () => number = wallClockMs,
): ProgressLine {
  const startMs = nowMs();
  const live = sink.isTTY === true;
  const json = progressFormat() === 'json';
  let nextMs = startMs + (json ? 0 : live ? LIVE_EVERY_MS : PLAIN_FIRST_MS);
  let last = 0;

  const line = (done: number, note: string, passedMs: number) => {
    const left = timeLeftMs(done, total, passedMs);
    const percent = `${Math.floor(shareOf(done, total) * 100)} %`.padStart(5);
    const rest = left === null ? '' : `, ${duration(left)} left`;
    return `${label} ${percent} ${done}/${total} in ${duration(passedMs)}${rest}${note && `, ${note}`}`;
  };
  const show = (done: number, note: string, passedMs: number, ends: boolean) => {
    if (json)
      printEvent({
        ...{ type: 'progress', phase: label, done, total, elapsedMs: Math.round(passedMs) },
        ...{ leftMs: rounded(timeLeftMs(done, total, passedMs)), note, ended: ends },
      });
    else if (!live) sink.line(line(done, note, passedMs));
    else sink.live(cutToWidth(line(done, note, passedMs), Math.max(20, (sink.columns ?? 80) - 1)), ends);
  };
  return {
    update(done, note = '') {
      last = done;
      movedOn(label);
      const atMs = nowMs();
      if (atMs < nextMs) return;
      nextMs = atMs + (json ? JSON_EVERY_MS : live ? LIVE_EVERY_MS : PLAIN_EVERY_MS);
      show(done, note, atMs - startMs, false);
    },
    finish(note = '') {
      show(last, note, nowMs() - startMs, true);
    },
  };
}

const rounded = (value: number | null) => value && Math.round(value);

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

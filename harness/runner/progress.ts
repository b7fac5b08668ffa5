/** Where progress is shown: `process.stderr`, or anything like it. */
export interface ProgressSink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Progress {
  /** Takes note of how much is done; shown at most a few times a second. */
  update(done: number, note?: string): void;
  /** Shows the end, whatever was shown before. */
  finish(note?: string): void;
}

const LIVE_EVERY_MS = 100;
const PLAIN_EVERY_MS = 10_000;

/** Progress of one job: a live line on a terminal, now and then a plain line elsewhere, with the time left. */
export function createProgress(label: string, total: number, sink: ProgressSink, nowMs: () => number): Progress {
  const startMs = nowMs();
  const live = sink.isTTY === true;
  let shownMs = startMs;
  let last = 0;

  const line = (done: number, note: string, atMs: number) => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const passedMs = atMs - startMs;
    const left = share > 0 && share < 1 ? `, ${duration((passedMs / share) * (1 - share))} left` : '';
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    return `${label} ${percent} ${done}/${total} in ${duration(passedMs)}${left}${note && `, ${note}`}`;
  };
  const show = (text: string, end: boolean) => {
    if (!live) sink.write(`${text}\n`);
    else sink.write(`\r${text.slice(0, Math.max(20, (sink.columns ?? 80) - 1))}\u001b[K${end ? '\n' : ''}`);
  };
  return {
    update(done, note = '') {
      last = done;
      const atMs = nowMs();
      if (atMs - shownMs < (live ? LIVE_EVERY_MS : PLAIN_EVERY_MS)) return;
      shownMs = atMs;
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

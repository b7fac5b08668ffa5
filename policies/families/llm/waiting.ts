import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Thrown where the work took longer than it may. */
class TimeOutError extends Error {
  override readonly name = 'TimeOutError';
}

/**
 * The work's answer; its signal is aborted when the time is over, or when `end` is.
 *
 * Throws: `TimeOutError` when the time is over; otherwise what the work throws.
 */
export async function withinTime<T>(
  limitMs: number,
  end: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const control = new AbortController();
  const late = new TimeOutError(`no answer within ${limitMs / 1000} s`);
  const timer = setTimeout(() => control.abort(late), limitMs);
  const stop = () => control.abort(end.reason);
  end.addEventListener('abort', stop, { once: true });
  if (end.aborted) stop();
  try {
    return await work(control.signal);
  } catch (error) {
    throw control.signal.aborted ? control.signal.reason : error;
  } finally {
    clearTimeout(timer);
    end.removeEventListener('abort', stop);
  }
}

/** Waits. Throws: when `end` is aborted, at once. */
export async function pause(ms: number, end: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: end });
}

/** A switch that ends everything that waits on it, however much that is. */
export function endSwitch(): AbortController {
  const control = new AbortController();
  setMaxListeners(0, control.signal);
  return control;
}

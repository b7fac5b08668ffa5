import type { Policy } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { medianOf, quantile } from '../../shared/numbers.ts';

/** How long a policy takes to answer one call. */
export interface Latency {
  /** Screens in a call. */
  readonly batch: number;
  /** Calls that were timed. */
  readonly calls: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const BATCHES = [1, 32, 256] as const;
/** Calls of each size, where there are screens enough. */
const CALLS = 100;
/** Calls that come first and are not timed. */
const WARMING = 2;

/** Times calls one after the other, no screen twice. Throws: where the screens are too few for one timed call. */
export async function latencies(policy: Policy, screens: readonly Screen[]): Promise<Latency[]> {
  let next = 0;
  const found: Latency[] = [];
  for (const [i, batch] of BATCHES.entries()) {
    // Each later size gets a share of what is left, so that the largest is timed often enough.
    const left = Math.floor((screens.length - next) / (i === BATCHES.length - 1 ? 1 : 2));
    const calls = Math.min(CALLS, Math.floor(left / batch) - WARMING);
    if (calls < 1) throw new Error(`${screens.length} screens are too few to time calls of ${batch}`);
    const times: number[] = [];
    for (let call = -WARMING; call < calls; call++) {
      const asked = screens.slice(next, next + batch);
      next += batch;
      const start = wallClockMs();
      await policy.suggest(asked);
      if (call >= 0) times.push(wallClockMs() - start);
    }
    found.push({ batch, calls, p50Ms: medianOf(times), p95Ms: quantile(times, 0.95) });
  }
  return found;
}

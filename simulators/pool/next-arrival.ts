import { exponential } from '../../harness/contract/draws.ts';
import type { Rng } from '../../harness/contract/rng.ts';
import type { Arrivals } from './pool-settings.ts';

export const HOUR_MS = 3_600_000;

/**
 * When the session at this place in the order comes, given when the one before came; null where no more come. Rates
 * by hour are exact: a unit exponential is used up as fast as the rate of the hour says, so one draw makes one session.
 */
export function nextArrivalMs(arrivals: Arrivals, index: number, afterMs: number, rng: () => Rng): number | null {
  switch (arrivals.kind) {
    case 'at':
      return arrivals.timesMs[index] ?? null;
    case 'poisson':
      return afterMs + exponential(HOUR_MS / arrivals.perHour, rng());
    case 'hourly':
      return spend(exponential(1, rng()), afterMs, arrivals.perHour);
  }
}

function spend(budget: number, afterMs: number, perHour: readonly number[]): number {
  let at = afterMs;
  let left = budget;
  for (let hour = Math.floor(afterMs / HOUR_MS); ; hour++) {
    const rate = (perHour[hour % perHour.length] ?? 0) / HOUR_MS;
    const endMs = (hour + 1) * HOUR_MS;
    const most = rate * (endMs - at);
    if (most >= left && rate > 0) return at + left / rate;
    left -= most;
    at = endMs;
  }
}

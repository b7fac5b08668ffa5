import type { HandOffPurpose } from '../../harness/contract/draw-names.ts';
import { drawBernoulli, exponential, logNormal } from '../../harness/contract/draws.ts';
import type { Rng } from '../../harness/contract/rng.ts';
import type { Patience, Resumption, Staleness } from './pool-settings.ts';

/** What one hand-off takes of an operator. */
export interface Attendance {
  /** Time before and beyond the work itself: resumption lag, slowdown, finding out what moved on. */
  readonly switchingMs: number;
  readonly stale: boolean;
}

/** What comes on top of a hand-off's work. `resumed`: the session went on without this operator before. */
export function attend(
  workMs: number,
  handOff: { readonly resumed: boolean; readonly waitedMs: number },
  settings: { readonly resumption: Resumption; readonly stale: Staleness },
  rng: (purpose: HandOffPurpose) => Rng,
): Attendance {
  const { lagMs, slowdown, decayMs } = settings.resumption;
  const { perMinute, costMs } = settings.stale;
  const moved = 1 - Math.exp((-perMinute * handOff.waitedMs) / 60_000);
  const stale = drawBernoulli(moved, () => rng('stale'));
  const own = stale ? costMs : 0;
  if (!handOff.resumed) return { switchingMs: own, stale };
  const [least, most] = lagMs;
  const lag = most > least ? least + (most - least) * rng('lag').next() : least;
  // The slowdown decays with the work that has been done since the return: the integral of its exponential.
  const slow = slowdown * decayMs * (1 - Math.exp(-(workMs + own) / decayMs));
  return { switchingMs: lag + slow + own, stale };
}

/** How long a customer waits this time. */
export function drawPatience(patience: Patience, rng: Rng): number {
  return patience.kind === 'exponential'
    ? exponential(patience.meanMs, rng)
    : logNormal(patience.medianMs, patience.sigma, rng);
}

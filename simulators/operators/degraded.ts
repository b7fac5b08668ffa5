import type { NoiseSettings, RateByKind } from '../../harness/contract/operator.ts';
import { hashShare } from '../../harness/shared/hash.ts';

/** The drift that is no change of the sessions but of those who work them. */
export const DEGRADED = 'degraded-operators';

/** Share of the sessions that the degraded group works. */
const DEGRADED_SHARE = 0.4;
/** What is left of the degraded group's care: the share of their answers in which they still are as before. */
const KEPT = 0.6;

/** The noise of people who do not look in a part of the cases: then they accept, refuse and slip at random, and notice nothing. */
export function degraded(noise: NoiseSettings): NoiseSettings {
  const worse = (rates: RateByKind, careless: number): RateByKind => {
    const each = Object.entries(rates).map(([kind, rate]) => [kind, KEPT * rate + (1 - KEPT) * careless]);
    return Object.fromEntries(each) as RateByKind;
  };
  return {
    ...noise,
    alpha: worse(noise.alpha, 0.3),
    beta: worse(noise.beta, 0.8),
    slip: worse(noise.slip, 0.2),
    notice: KEPT * (noise.notice ?? 0),
  };
}

/** Whether the degraded group gets the session. */
export function isDegraded(session: string, seed: string): boolean {
  return hashShare('degraded group', seed, session) < DEGRADED_SHARE;
}

import { checkLoad, type Load } from './erlang-c.ts';

/** What becomes of arrivals who leave when they have waited too long. */
export interface Impatience {
  /** P(an arrival has to wait). */
  readonly waitShare: number;
  /** P(an arrival leaves unserved). */
  readonly abandonedShare: number;
  /** Mean wait over all arrivals, of those who leave until they leave. */
  readonly meanWait: number;
  /** Share of the servers that are busy. */
  readonly utilisation: number;
}

/** Beyond this share of the most likely state, states are left out. */
const NEGLIGIBLE = 1e-16;

/**
 * Waiting in M/M/c+M: each arrival leaves after an exponential time of this mean unless it is served before. Finite at any load.
 *
 * Throws: where a rate is out of range. Source: Palm 1946; the birth-death chain's own distribution, summed from its
 * most likely state outwards.
 */
export function erlangA(load: Load, meanPatience: number): Impatience {
  checkLoad(load);
  if (!(meanPatience > 0 && Number.isFinite(meanPatience)))
    throw new Error(`A mean patience of ${meanPatience} is out of range: give a finite time above 0.`);
  const { arrivalRate, serviceRate, servers } = load;
  if (arrivalRate === 0) return { waitShare: 0, abandonedShare: 0, meanWait: 0, utilisation: 0 };
  const leaving = 1 / meanPatience;
  const down = (state: number) => Math.min(state, servers) * serviceRate + Math.max(0, state - servers) * leaving;
  let mode = 0;
  while (down(mode + 1) < arrivalRate) mode++;
  let [all, waiting, queue, busy] = [0, 0, 0, 0];
  const add = (state: number, weight: number) => {
    all += weight;
    if (state >= servers) waiting += weight;
    queue += Math.max(0, state - servers) * weight;
    busy += Math.min(state, servers) * weight;
  };
  let weight = 1;
  for (let state = mode; weight > NEGLIGIBLE; state++) {
    add(state, weight);
    weight *= arrivalRate / down(state + 1);
  }
  weight = 1;
  for (let state = mode; state > 0; state--) {
    weight *= down(state) / arrivalRate;
    add(state - 1, weight);
  }
  return {
    waitShare: waiting / all,
    abandonedShare: (leaving * queue) / all / arrivalRate,
    meanWait: queue / all / arrivalRate,
    utilisation: busy / all / servers,
  };
}

/**
 * Mean wait in M/G/1, over all arrivals. Without bound (∞) where the server is too slow.
 *
 * Unit: that of `meanService`; `arrivalRate` is arrivals in that unit. Throws: where a figure is out of range. Source:
 * Pollaczek 1930 and Khinchine 1932: λ E[S²] / (2 (1 − ρ)).
 */
export function pollaczekKhinchine(arrivalRate: number, meanService: number, variance: number): number {
  if (!(arrivalRate >= 0 && meanService > 0 && variance >= 0))
    throw new Error(`Arrivals at ${arrivalRate}, service ${meanService}, variance ${variance}: none may be below 0.`);
  const utilisation = arrivalRate * meanService;
  if (utilisation >= 1) return Number.POSITIVE_INFINITY;
  return (arrivalRate * (variance + meanService ** 2)) / (2 * (1 - utilisation));
}

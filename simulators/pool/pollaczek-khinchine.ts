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

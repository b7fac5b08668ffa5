import type { Ranged } from '../../../reports/figures/schema.ts';
import { quantile } from '../../../reports/stats/quantile.ts';
import type { Rng } from '../../contract/rng.ts';

/**
 * Statistics of all items with percentile intervals from redrawn sessions, all statistics from the same draws. Nulls
 * in a draw are left out; where more than a tenth of the draws have none, there is no interval.
 *
 * Source: Efron & Tibshirani 1993, percentile method, with sessions as the units.
 */
export function bootstrapSessions<T>(
  sessions: readonly (readonly T[])[],
  statistics: (items: readonly T[]) => readonly (number | null)[],
  rng: Rng,
  draws: number,
): Ranged[] {
  const estimates = statistics(sessions.flat());
  const found = estimates.map((): number[] => []);
  for (let draw = 0; draw < draws; draw++) {
    const items: T[] = [];
    for (let i = 0; i < sessions.length; i++) items.push(...(sessions[Math.floor(rng.next() * sessions.length)] ?? []));
    for (const [at, value] of statistics(items).entries()) if (value !== null) found[at]?.push(value);
  }
  return estimates.map((estimate, at) => {
    const values = (found[at] ?? []).sort((a, b) => a - b);
    if (estimate === null || values.length < 0.9 * draws || sessions.length < 2)
      return { estimate, low: null, high: null };
    return { estimate, low: quantile(values, 0.025), high: quantile(values, 0.975) };
  });
}

import type { Ranged } from '../../reports/figures/schema.ts';
import { clopperPearson } from '../../reports/stats/clopper-pearson.ts';

/** A share of independent trials with its exact interval; nulls where there was none. */
export function proportion(successes: number, trials: number): Ranged {
  if (trials === 0) return { estimate: null, low: null, high: null };
  return { estimate: successes / trials, ...clopperPearson(successes, trials) };
}

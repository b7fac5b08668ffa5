import { NO_ESTIMATE, type Ranged } from './interval.ts';
import { midP } from './mid-p.ts';

/** A share of independent trials with its mid-p interval; nulls where there was none. */
export function proportion(successes: number, trials: number, confidence = 0.95): Ranged {
  return trials === 0
    ? NO_ESTIMATE
    : { estimate: successes / trials, ...midP(successes, trials, confidence), of: trials };
}

import type { PairedDifference } from '../../../reports/stats/paired-difference.ts';
import { sessionsToTell } from '../../../reports/stats/verdict.ts';
import { TOLERATED } from './published-arms.ts';

export type Standing = 'holds' | 'fails' | 'undecided';

/** Whether quality stays within the margin: the whole interval lies on one side of the loss that is tolerated, or nothing can be said yet. */
export function qualityStanding({ low, high }: Pick<PairedDifference, 'low' | 'high'>): Standing {
  if (low !== null && low > -TOLERATED) return 'holds';
  return high !== null && high < -TOLERATED ? 'fails' : 'undecided';
}

/** Sessions that would tell at a point on which side of the tolerated loss it lies, if its difference is the one seen. Null: no number is known. */
export function sessionsForQuality({ difference, deviation }: PairedDifference): number | null {
  return difference === null || deviation === null ? null : sessionsToTell(difference + TOLERATED, deviation);
}

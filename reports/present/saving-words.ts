import type { Ranged } from '../figures/schema.ts';
import { negate } from '../stats/complement.ts';
import { formatEstimate } from './format-value.ts';

/**
 * `39 % of operators’ time is saved`; where time is lost, `46 % more of operators’ time is needed`. `verb`: what
 * stands before the last word.
 */
export function savingWords(saved: Ranged, verb: 'is ' | '' = 'is '): string {
  return (saved.estimate ?? 0) < 0
    ? `${formatEstimate('share', negate(saved))} more of operators’ time ${verb}needed`
    : `${formatEstimate('share', saved)} of operators’ time ${verb}saved`;
}

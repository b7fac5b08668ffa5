import type { Judgement } from '../stats/judge-family.ts';
import type { RatioUnit } from '../stats/ratio-estimate.ts';
import { countOfMany, formatNumber, formatValue } from './format-value.ts';

/**
 * A verdict in words: `better`, `worse`, `equivalent within 2 points`, `undecided, 3,400 sessions would decide`.
 * `clusters` names what is counted.
 */
export function judgementWords(
  { verdict, sessionsToDecide }: Judgement,
  margin: number,
  unit: RatioUnit,
  clusters = 'sessions',
): string {
  if (verdict === 'equivalent') return `equivalent within ${marginWords(margin, unit)}`;
  return verdict === 'undecided' ? `undecided, ${decidingWords(sessionsToDecide, clusters)}` : verdict;
}

/** `3,400 sessions would decide`. `clusters` names what is counted. */
export function decidingWords(sessionsToDecide: number | null, clusters = 'sessions'): string {
  return sessionsToDecide === null
    ? `no number of ${clusters} known to decide`
    : `${countOfMany(sessionsToDecide, clusters)} would decide`;
}

/** A margin with its unit: `2 points`, `11.4 s`. */
export function marginWords(margin: number, unit: RatioUnit): string {
  if (unit !== 'share') return formatValue(unit, margin);
  const points = formatNumber(100 * margin, 1).replace(/\.0$/, '');
  return `${points} point${points === '1' ? '' : 's'}`;
}

/**
 * Of several undecided comparisons, how many sessions each would need so that half of them are decided, in brackets
 * with a space before: ` (3,400 sessions a point would decide half of these)`. Empty where none is undecided, or no such
 * number is known. `clusters` names what is counted.
 */
export function decidingHalf(
  undecided: readonly Pick<Judgement, 'sessionsToDecide'>[],
  clusters = 'sessions a point',
): string {
  const needed = undecided.flatMap(({ sessionsToDecide }) => sessionsToDecide ?? []).sort((a, b) => a - b);
  const half = needed[Math.ceil(undecided.length / 2) - 1];
  if (half === undefined) return '';
  return ` (${countOfMany(half, clusters)} would decide ${undecided.length === 1 ? 'it' : 'half of these'})`;
}

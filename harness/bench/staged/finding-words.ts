import { formatEstimate, formatValue } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { negate } from '../../../reports/stats/complement.ts';
import { isApart } from '../../../reports/stats/verdict.ts';
import type { CellResult, Comparison } from './results.ts';

/** `without noise`, or `at α 0.1, β 0.3`: zero rates are left out. */
export function atNoise(cell: Pick<CellResult, 'noise'>): string {
  const rates = noiseWords(cell);
  return rates === '' ? 'without noise' : `at ${rates}`;
}

/** `α 0.1, β 0.3`: zero rates are left out. */
export function noiseWords({ noise }: Pick<CellResult, 'noise'>): string {
  const rates = [`α ${noise.alpha}`, `β ${noise.beta}`, `slip ${noise.slip}`];
  return rates.filter((rate) => Number(rate.split(' ')[1]) !== 0).join(', ');
}

/** The comparison of two cells by a metric, where the run made it. */
export function comparisonOf(
  comparisons: readonly Comparison[],
  metric: string,
  cell: CellResult,
  baseline: CellResult | undefined,
): Comparison | undefined {
  return comparisons.find(
    (found) => found.metric === metric && found.cell === cell.id && found.baseline === baseline?.id,
  );
}

/** `41.2% [38.0, 44.3]`; in words where there is nothing to divide by. */
export function shareWords(cell: CellResult, metric: string): string {
  const found = cell.metrics[metric];
  if (!found || found.estimate === null) return 'an unknown share';
  return formatEstimate('share', found);
}

/** What became of operator time against a baseline: saved, risen, the same, or not told apart. */
export function timeClause(comparison: Comparison, baseline: string): string {
  const { estimate, low, relative, verdict, margin } = comparison;
  if (estimate === null) return `operator time could not be compared with ${baseline}`;
  if (estimate === 0 && low === null) return `operator time was the same as with ${baseline}`;
  const seconds = formatEstimate('ms', comparison);
  if (!isApart(comparison))
    return `operator time against ${baseline} is ${judgementWords(comparison, margin, 'ms')} (${seconds} a session)`;
  if (!relative) return `operator time changed by ${seconds} a session against ${baseline}`;
  const change = verdict === 'better' ? negate(relative) : relative;
  const share = formatEstimate('share', change);
  return verdict === 'better'
    ? `${share} of operator time was saved against ${baseline}`
    : `operator time rose by ${share} against ${baseline}`;
}

/** How many more or fewer sessions, in points of per cent. The baseline brings its preposition: `without noise`. */
export function pointsClause(comparison: Comparison, what: string, baseline: string): string {
  const { estimate, margin } = comparison;
  if (estimate === null) return `${what} could not be compared with those ${baseline}`;
  const change = formatEstimate('points', comparison);
  if (!isApart(comparison))
    return `${what} against those ${baseline} are ${judgementWords(comparison, margin, 'share')} (${change})`;
  const direction = estimate > 0 ? 'more' : 'fewer';
  return `${what} were ${direction} than ${baseline}: ${change}`;
}

/** Whether an estimate lies above or below a target, as far as its interval tells. */
export function targetClause({ low, high }: { low: number | null; high: number | null }, target: number): string {
  const aim = `the target of ${formatValue('share', target)}`;
  if (low !== null && low >= target) return `above ${aim}`;
  if (high !== null && high < target) return `below ${aim}`;
  return `which does not tell whether ${aim} is met`;
}

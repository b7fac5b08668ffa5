import type { Ranged } from '../../reports/figures/schema.ts';
import { quantile } from '../../reports/stats/quantile.ts';
import { meanInterval } from './mean-interval.ts';

/**
 * One draw of all that a run's world fixes once: the operators' team with its settled refusals, tastes and skills; the
 * dealing of sessions to parts; where data are generated, the dataset; and the random numbers of training and play.
 */
export interface Population {
  /** From 1. */
  readonly number: number;
  /** Names all of it: a run with this seed and one population is this population. */
  readonly seed: string;
}

/** The first is the one that the run's seed itself names; more of them change none before. */
export function populationsOf(seed: string, count: number): Population[] {
  return Array.from({ length: count }, (_, at) => ({ number: at + 1, seed: at === 0 ? seed : `${seed}-p${at + 1}` }));
}

/** A figure over populations: each is one draw, however many sessions were played in it. */
export interface PopulationSpread {
  /** Populations in which the figure is known. */
  readonly count: number;
  readonly least: number | null;
  readonly median: number | null;
  readonly most: number | null;
  /** Mean over populations with its 95 % interval by Student's t; null where too few populations bound none. */
  readonly mean: Ranged | null;
}

/** From so many populations a mean is told with an interval; what fewer allow is the range. */
export const POPULATIONS_FOR_MEAN = 12;

/** How a figure spreads over populations, given each population's own. Differences of arms are taken within populations first. */
export function overPopulations(values: readonly (number | null)[]): PopulationSpread {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { count: 0, least: null, median: null, most: null, mean: null };
  return {
    count: known.length,
    least: Math.min(...known),
    median: quantile(known, 0.5),
    most: Math.max(...known),
    mean: known.length >= POPULATIONS_FOR_MEAN && known.length === values.length ? meanInterval(known) : null,
  };
}

/** A figure over populations as it is shown: the median, with the least and the most in the place of an interval. Of one population its own interval. */
export function rangeOver(figures: readonly Ranged[]): Ranged {
  const [first, ...others] = figures;
  if (first && others.length === 0) return first;
  const { least, median, most } = overPopulations(figures.map(({ estimate }) => estimate));
  return { estimate: median, low: least, high: most };
}

/** What stands in brackets, in words. */
export function bracketsOver(populations: number): string {
  return populations === 1
    ? ''
    : `Median over ${populations} populations, in brackets the least and the most: so few bound no mean.`;
}

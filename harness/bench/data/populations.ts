import type { Ranged } from '../../../reports/figures/schema.ts';
import { meanEstimate } from '../../../reports/stats/mean-estimate.ts';
import { ANY_NUMBER, type Range } from '../../../reports/stats/range.ts';
import { type Spread, spread } from '../../../reports/stats/spread.ts';
import { sumOf } from '../../shared/numbers.ts';

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

/** What a run is made of in each of its populations, the first one first. */
export async function populationsWith<T>(
  { seed, populations }: { readonly seed: string; readonly populations: number },
  make: (seed: string) => Promise<T>,
): Promise<[T & Population, ...(T & Population)[]]> {
  const [first, ...others] = populationsOf(seed, populations);
  const made = async (population: Population) => ({ ...population, ...(await make(population.seed)) });
  const rest: (T & Population)[] = [];
  const head = await made(first ?? { number: 1, seed });
  for (const population of others) rest.push(await made(population));
  return [head, ...rest];
}

/** A figure over populations: each is one draw, however many sessions were played in it. */
export interface PopulationSpread extends Spread {
  /** Mean over populations with its 95 % interval within the figure's range; null where too few populations bound none. */
  readonly mean: Ranged | null;
}

/** From so many populations a mean is told with an interval; what fewer allow is the range. */
export const POPULATIONS_FOR_MEAN = 12;

/**
 * How a figure spreads over populations, given each population's own. Differences of arms are taken within populations
 * first. The range is that of the figure: the mean's interval stays in it.
 */
export function overPopulations(values: readonly (number | null)[], range: Range = ANY_NUMBER): PopulationSpread {
  const seen = spread(values);
  const enough = seen.count >= POPULATIONS_FOR_MEAN && seen.count === values.length;
  return { ...seen, mean: enough ? meanEstimate(values, range) : null };
}

/**
 * A figure over populations as it is shown: the median, with the least and the most in the place of an interval. Of
 * one population its own interval.
 */
export function rangeOver(figures: readonly Ranged[]): Ranged {
  const [first, ...others] = figures;
  return first && others.length === 0 ? first : medianOver(figures);
}

/** The same of populations that have the figure, of however few: one has no range. Of all their sessions. */
export function medianOver(figures: readonly Ranged[]): Ranged {
  const { least, median, most } = overPopulations(figures.map(({ estimate }) => estimate));
  return { estimate: median, low: least, high: most, ...ofAll(figures) };
}

/**
 * What several populations came to as one: estimates as `medianOver` has them, counts as their sum, and everything else
 * as in the first.
 */
export function figuresOver<Figures extends object>(each: readonly Figures[]): Figures {
  const [first] = each as [Figures, ...Figures[]];
  const over = Object.entries(first).map(([name, value]) => {
    const own = each.map((figures) => (figures as Record<string, unknown>)[name]);
    if (isRanged(value)) return [name, medianOver(own as Ranged[])];
    return [name, typeof value === 'number' ? sumOf(own as number[]) : value];
  });
  return Object.fromEntries(over) as Figures;
}

const isRanged = (value: unknown): value is Ranged =>
  typeof value === 'object' && value !== null && 'estimate' in value && 'low' in value && 'high' in value;

/** Of how many all of the figures are together; nothing where one does not say. */
function ofAll(figures: readonly Ranged[]): Pick<Ranged, 'of'> {
  const counts = figures.flatMap(({ estimate, of }) => of ?? (estimate === null ? 0 : []));
  return counts.length < figures.length ? {} : { of: sumOf(counts) };
}

/** What stands in brackets, in words. */
export function bracketsOver(populations: number): string {
  return populations === 1
    ? ''
    : `Median over ${populations} populations, in brackets the least and the most: so few bound no mean.`;
}

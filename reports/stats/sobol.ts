import type { Rng } from '../../harness/contract/rng.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import type { Ranged } from './interval.ts';
import { type BootstrapSettings, sessionBootstrap } from './session-bootstrap.ts';

/** One row of Saltelli's design: two points of the unit cube, and the first with each input in turn taken from the second. */
export interface SaltelliRow<T> {
  readonly a: T;
  readonly b: T;
  /** One for each input. */
  readonly mixed: readonly T[];
}

/** Rows of random points, each of as many numbers in [0, 1) as there are inputs. Source: Saltelli et al. 2010. */
export function saltelliRows(inputs: number, rows: number, rng: Rng): SaltelliRow<readonly number[]>[] {
  const point = () => Array.from({ length: inputs }, () => rng.next());
  return Array.from({ length: rows }, () => {
    const [a, b] = [point(), point()];
    return { a, b, mixed: a.map((_, place) => a.with(place, b[place] as number)) };
  });
}

/** Shares of the output's variance. An estimate may leave [0, 1] by chance. */
interface SobolIndices {
  /** What the input explains by itself. */
  readonly first: Ranged;
  /** What it explains with all its interactions. */
  readonly total: Ranged;
}

/** What a row adds to the first-order and the total index of an input, by the input's place. */
interface RowParts {
  first(input: number): number;
  total(input: number): number;
}

/**
 * First-order and total indices of each input, given the outputs at the points of each row, with 95 % intervals from
 * resampling whole rows. All are 0 where the output never changes. Null: no rows.
 *
 * Outputs are centred first: what is not centred costs precision. Source: Saltelli et al. 2010, table 2 (b) for the first
 * order; Jansen 1999 for the total one.
 */
export function sobolIndices(
  rows: readonly SaltelliRow<number>[],
  rng: Rng,
  settings: BootstrapSettings = {},
): SobolIndices[] {
  return (rows[0]?.mixed ?? []).map((_, input) => ({
    first: sobolContrast(rows, ({ first }) => first(input), rng, settings),
    total: sobolContrast(rows, ({ total }) => total(input), rng, settings),
  }));
}

/**
 * A sum or difference of indices, such as what an input explains with others and not by itself, with an interval of its
 * own from resampling whole rows. `contrast` must be linear.
 */
export function sobolContrast(
  rows: readonly SaltelliRow<number>[],
  contrast: (parts: RowParts) => number,
  rng: Rng,
  settings: BootstrapSettings = {},
): Ranged {
  const names = rows.map((_, at) => `${at}`);
  const ofRow = ({ a, b, mixed }: SaltelliRow<number>, mean: number) =>
    contrast({
      first: (input) => (b - mean) * ((mixed[input] as number) - a),
      total: (input) => (a - (mixed[input] as number)) ** 2 / 2,
    });
  return sessionBootstrap(names, (weights) => shareOfVariance(rows, weights, ofRow), rng, settings);
}

/** The weighted mean of what rows give, over the variance of the outputs at the two points. */
function shareOfVariance(
  rows: readonly SaltelliRow<number>[],
  weights: ArrayLike<number>,
  ofRow: (row: SaltelliRow<number>, mean: number) => number,
): number | null {
  const count = sumOf(Array.from(weights));
  if (count === 0) return null;
  const weighted = (of: (row: SaltelliRow<number>) => number) =>
    sumOf(rows, (row, at) => (weights[at] as number) * of(row)) / count;
  const centre = weighted(({ a, b }) => (a + b) / 2);
  const variance = weighted(({ a, b }) => ((a - centre) ** 2 + (b - centre) ** 2) / 2);
  // What is left of equal outputs is rounding.
  if (variance <= (1e-12 * centre) ** 2) return 0;
  const mean = weighted(({ a, b, mixed }) => (a + b + sumOf(mixed)) / (mixed.length + 2));
  return weighted((row) => ofRow(row, mean)) / variance;
}

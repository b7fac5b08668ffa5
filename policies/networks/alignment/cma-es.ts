import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { standardNormal } from '../../../harness/contract/draws.ts';
import { sumOf } from '../../../harness/shared/numbers.ts';
import { createRng } from '../../../harness/shared/streams.ts';

/** Where a search by CMA-ES stands: numbers and lists, so that it can be written down as JSON. */
export interface Search {
  readonly mean: readonly number[];
  /** Width of the distribution that candidates are drawn from. */
  readonly sigma: number;
  /** Shape: [size][size], symmetric and positive definite. */
  readonly covariance: readonly (readonly number[])[];
  /** Evolution paths of the covariance and of sigma. Shape: [size] each. */
  readonly path: readonly number[];
  readonly sigmaPath: readonly number[];
  /** Generations that are done. */
  readonly generation: number;
}

/** A search that has not begun. Throws: one sentence, where the point or the width is none. */
export function beginSearch(mean: readonly number[], sigma: number): Search {
  if (mean.length === 0 || !mean.every(Number.isFinite))
    throw new Error('a search begins at a point: give at least one number, all of them finite');
  if (!(sigma > 0 && Number.isFinite(sigma))) throw new Error(`sigma is ${sigma}: give a positive number`);
  const zeros = mean.map(() => 0);
  const covariance = mean.map((_, row) => mean.map((__, column) => (row === column ? 1 : 0)));
  return { mean, sigma, covariance, path: zeros, sigmaPath: zeros, generation: 0 };
}

/** The candidates of the next generation. The same seed and search give the same ones. Shape: [count][size]. */
export function candidatesOf(search: Search, count: number, seed: string): number[][] {
  const normal = createRng('evolution', seed, `${search.generation}`);
  const root = powerOf(search.covariance, 0.5);
  return Array.from({ length: count }, () => {
    const z = Matrix.columnVector(search.mean.map(() => standardNormal(normal)));
    return shifted(search.mean, root.mmul(z).getColumn(0), search.sigma);
  });
}

/**
 * The search after its candidates were judged: lower costs are better, one that is not a number is worse than any. Of
 * equal costs the earlier candidate counts as better.
 *
 * Throws: where there are fewer than two candidates, or none with a cost. Source: Hansen 2016, figure 6, with weights
 * that are positive alone.
 */
export function judged(search: Search, candidates: readonly (readonly number[])[], costs: readonly number[]): Search {
  const best = bestHalf(candidates, costs);
  const { mean, sigma, generation } = search;
  const size = mean.length;
  const { weights, mass, rates } = strategyOf(size, candidates.length);
  const steps = best.map((candidate) => candidate.map((value, at) => (value - mean[at]!) / sigma));
  const step = mean.map((_, at) => sumOf(steps, (one, rank) => weights[rank]! * one[at]!));
  const whitened = powerOf(search.covariance, -0.5).mmul(Matrix.columnVector(step)).getColumn(0);
  const sigmaPath = followed(search.sigmaPath, whitened, rates.sigma, mass);
  const usualLength = lengthOfNormal(size);
  const length = Math.hypot(...sigmaPath);
  // Where sigma is about to grow fast, the path of the covariance waits.
  const settled = length / Math.sqrt(1 - (1 - rates.sigma) ** (2 * (generation + 1)));
  const waits = settled >= (1.4 + 2 / (size + 1)) * usualLength;
  const path = followed(search.path, waits ? mean.map(() => 0) : step, rates.path, mass);
  const kept = 1 - rates.one - rates.many + (waits ? rates.one * rates.path * (2 - rates.path) : 0);
  return {
    mean: shifted(mean, step, sigma),
    sigma: sigma * Math.exp((rates.sigma / rates.damping) * (length / usualLength - 1)),
    covariance: search.covariance.map((row, i) =>
      row.map((value, j) => {
        const many = sumOf(steps, (one, rank) => weights[rank]! * one[i]! * one[j]!);
        return kept * value + rates.one * path[i]! * path[j]! + rates.many * many;
      }),
    ),
    path,
    sigmaPath,
    generation: generation + 1,
  };
}

/** How candidates count, and how fast what is learned of them replaces what was. Source: Hansen 2016, table 1. */
function strategyOf(size: number, population: number) {
  const raw = Array.from({ length: Math.floor(population / 2) }, (_, i) => Math.log((population + 1) / 2 / (i + 1)));
  const total = sumOf(raw);
  const weights = raw.map((weight) => weight / total);
  const mass = 1 / sumOf(weights, (weight) => weight ** 2);
  const sigma = (mass + 2) / (size + mass + 5);
  const one = 2 / ((size + 1.3) ** 2 + mass);
  const rates = {
    sigma,
    damping: 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (size + 1)) - 1) + sigma,
    path: (4 + mass / size) / (size + 4 + (2 * mass) / size),
    one,
    many: Math.min(1 - one, (2 * (0.25 + mass + 1 / mass - 2)) / ((size + 2) ** 2 + mass)),
  };
  return { weights, mass, rates };
}

function bestHalf(candidates: readonly (readonly number[])[], costs: readonly number[]): (readonly number[])[] {
  if (candidates.length < 2) throw new Error(`a generation has ${candidates.length} candidates: give two at least`);
  if (costs.length !== candidates.length)
    throw new Error(`${candidates.length} candidates have ${costs.length} costs: give one for each`);
  const known = costs.map((cost) => (Number.isNaN(cost) ? Number.POSITIVE_INFINITY : cost));
  if (!known.some((cost) => cost < Number.POSITIVE_INFINITY))
    throw new Error('no candidate of this generation has a cost: nothing can be learned from it');
  const order = candidates.map((_, at) => at).sort((a, b) => (known[a] === known[b] ? a - b : known[a]! - known[b]!));
  return order.slice(0, Math.floor(candidates.length / 2)).map((at) => candidates[at]!);
}

/** Mean length of as many standard normal numbers: those of n and of n + 1 multiply to n. */
function lengthOfNormal(size: number): number {
  let length = Math.sqrt(2 / Math.PI);
  for (let n = 1; n < size; n++) length = n / length;
  return length;
}

/** An evolution path a step on. */
function followed(path: readonly number[], step: readonly number[], rate: number, mass: number): number[] {
  const scale = Math.sqrt(rate * (2 - rate) * mass);
  return path.map((value, at) => (1 - rate) * value + scale * step[at]!);
}

const shifted = (from: readonly number[], by: readonly number[], scale: number) =>
  from.map((value, at) => value + scale * by[at]!);

/** A power of a symmetric matrix. Its root is symmetric, so that a search does not depend on the axes. */
function powerOf(symmetric: readonly (readonly number[])[], exponent: number): Matrix {
  const { eigenvectorMatrix: axes, realEigenvalues } = new EigenvalueDecomposition(
    new Matrix(symmetric.map((row) => [...row])),
    { assumeSymmetric: true },
  );
  // Rounding may make the smallest of them negative.
  const least = Math.max(...realEigenvalues) * 1e-14;
  const powers = realEigenvalues.map((value) => Math.max(value, least) ** exponent);
  return axes.mmul(Matrix.diag(powers)).mmul(axes.transpose());
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { beginSearch, candidatesOf, judged, type Search } from '../../../policies/networks/alignment/cma-es.ts';
import { medianOf, sumOf } from '../../shared/numbers.ts';

const rows = z.array(z.array(z.number()));
const schema = z.strictObject({
  made: z.string(),
  evaluations: z.record(z.string(), z.strictObject({ median: z.number(), counts: z.array(z.number()) })),
  /** The state after each generation, the first of them before any. */
  generations: z.record(
    z.string(),
    z.array(
      z.strictObject({
        mean: z.array(z.number()),
        sigma: z.number(),
        covariance: rows,
        candidates: rows,
        costs: z.array(z.number()),
      }),
    ),
  ),
});
const written = readFileSync(join(import.meta.dirname, 'torch/cma-es.json'), 'utf8');
const { made, evaluations, generations } = schema.parse(JSON.parse(written));

it.each(Object.entries(generations))(`comes to the state of ${made} from its candidates and costs: %s`, (_, states) => {
  const [{ mean: from, sigma: width, covariance: begun }, ...later] = states as [(typeof states)[0], ...typeof states];
  let search: Search = { ...beginSearch(from, width), covariance: begun };
  for (const { candidates, costs, mean, sigma, covariance } of later) {
    search = judged(search, candidates, costs);
    expect(search.sigma / sigma).toBeCloseTo(1, 8);
    for (const [at, one] of mean.entries()) expect(search.mean[at]).toBeCloseTo(one, 8);
    for (const [row, values] of covariance.entries())
      for (const [column, one] of values.entries()) expect(search.covariance[row]![column]! / one).toBeCloseTo(1, 8);
  }
});

const [SIZE, REACHED] = [8, 1e-9];
const COSTS: Record<string, (x: readonly number[]) => number> = {
  sphere: (x) => sumOf(x, (one) => one ** 2),
  ellipsoid: (x) => sumOf(x, (one, at) => 10 ** ((6 * at) / (x.length - 1)) * one ** 2),
  rosenbrock: (x) => sumOf(x.slice(1), (one, at) => 100 * (one - x[at]! ** 2) ** 2 + (1 - x[at]!) ** 2),
};

it.each(Object.keys(evaluations))(
  `takes about as many evaluations as ${made} to get to the bottom of the %s`,
  (name) => {
    const counts = Array.from({ length: 15 }, (_, seed) => {
      let search = beginSearch(Array<number>(SIZE).fill(name === 'rosenbrock' ? 0.1 : 1.5), 0.5);
      for (let count = 10; count <= 20_000; count += 10) {
        const candidates = candidatesOf(search, 10, `${seed}`);
        const costs = candidates.map(COSTS[name]!);
        if (Math.min(...costs) <= REACHED) return count;
        search = judged(search, candidates, costs);
      }
      return Number.POSITIVE_INFINITY;
    });
    // Rosenbrock's has a second valley, in which now and then a search ends: the median does not heed it.
    expect(medianOf(counts) / evaluations[name]!.median).toBeGreaterThan(0.85);
    expect(medianOf(counts) / evaluations[name]!.median).toBeLessThan(1.15);
  },
);

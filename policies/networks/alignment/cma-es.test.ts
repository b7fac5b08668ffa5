import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginSearch, candidatesOf, judged, type Search } from './cma-es.ts';

type Cost = (x: readonly number[]) => number;
const sphere: Cost = (x) => x.reduce((sum, one) => sum + one * one, 0);

/** A search of so many generations. */
function searched(from: Search, cost: Cost, generations: number, seed = 'a', population = 8): Search {
  let search = from;
  for (let generation = 0; generation < generations; generation++) {
    const candidates = candidatesOf(search, population, seed);
    search = judged(search, candidates, candidates.map(cost));
  }
  return search;
}

describe('a search by CMA-ES', () => {
  it('depends on the order of costs alone, not on their size', () => {
    const start = beginSearch([1, -2, 0.5], 0.4);
    const bent = searched(start, (x) => Math.log(sphere(x)) ** 3, 15);
    expect(bent).toEqual(searched(start, (x) => Math.log(sphere(x)), 15));
  });

  it('moves, grows and turns with the space that it searches', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: Math.PI, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (angle, scale, by) => {
          const [c, s] = [Math.cos(angle), Math.sin(angle)];
          const there = ([x, y]: readonly number[]) => [scale * (c * x! - s * y!) + by, scale * (s * x! + c * y!) - by];
          const back = ([u, v]: readonly number[]) => {
            const [x, y] = [(u! - by) / scale, (v! + by) / scale];
            return [c * x + s * y, c * y - s * x];
          };
          const cost: Cost = ([x, y]) => x! ** 2 + 30 * y! ** 2 + x! * y!;
          let search = beginSearch([1.2, -0.7], 0.3);
          let turned = beginSearch(there(search.mean), scale * 0.3);
          for (let generation = 0; generation < 8; generation++) {
            const candidates = candidatesOf(search, 6, 'a');
            const others = candidates.map(there);
            search = judged(search, candidates, candidates.map(cost));
            turned = judged(turned, others, others.map(back).map(cost));
          }
          expect(turned.sigma / scale).toBeCloseTo(search.sigma, 8);
          for (const [at, one] of back(turned.mean).entries()) expect(one).toBeCloseTo(search.mean[at]!, 8);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('draws candidates with the covariance that it has come to, around its mean', () => {
    const search: Search = {
      ...beginSearch([3, -1], 0.5),
      covariance: [
        [4, 1.2],
        [1.2, 1],
      ],
    };
    const drawn = candidatesOf(search, 4000, 'b');
    const mean = [0, 1].map((at) => drawn.reduce((sum, x) => sum + x[at]!, 0) / drawn.length);
    const covariance = (i: number, j: number) =>
      drawn.reduce((sum, x) => sum + (x[i]! - mean[i]!) * (x[j]! - mean[j]!), 0) / drawn.length / 0.25;
    expect(mean[0]).toBeCloseTo(3, 1);
    expect(mean[1]).toBeCloseTo(-1, 1);
    expect(covariance(0, 0) / 4).toBeCloseTo(1, 1);
    expect(covariance(0, 1) / 1.2).toBeCloseTo(1, 1);
    expect(covariance(1, 1)).toBeCloseTo(1, 1);
  });

  it('goes on from what was written down as if it had not stopped, and a seed of 0 is one like any other', () => {
    const start = beginSearch([1, 1, 1], 0.3);
    const stopped = JSON.parse(JSON.stringify(searched(start, sphere, 7))) as Search;
    expect(searched(stopped, sphere, 5)).toEqual(searched(start, sphere, 12));
    const [zero, again, other] = ['0', '0', '1'].map((seed) => searched(start, sphere, 3, seed));
    expect(again).toEqual(zero);
    expect(other).not.toEqual(zero);
  });

  it('never lets a candidate without a cost win', () => {
    const start = beginSearch([1, -1], 0.3);
    const candidates = candidatesOf(start, 8, 'a');
    const costs = candidates.map(sphere);
    const best = costs.indexOf(Math.min(...costs));
    const spoilt = (value: number) =>
      judged(
        start,
        candidates,
        costs.map((cost, at) => (at === best ? value : cost)),
      );
    expect(spoilt(Number.NaN)).toEqual(spoilt(1e300));
    expect(spoilt(Number.POSITIVE_INFINITY)).toEqual(spoilt(1e300));
    expect(spoilt(Number.NEGATIVE_INFINITY)).toEqual(judged(start, candidates, costs));
  });

  it('is not led astray by equal costs, nor by a covariance that has all but lost an axis', () => {
    const flat = searched(beginSearch([1, 2, 3], 0.1), () => 1, 60);
    expect(flat.mean.every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(flat.sigma)).toBe(true);
    const narrow = searched(beginSearch([1, 2, 3], 0.1), ([x]) => x! ** 2, 150);
    expect(narrow.covariance.flat().every(Number.isFinite)).toBe(true);
    expect(Math.abs(narrow.mean[0]!)).toBeLessThan(1e-3);
  });

  it.each<[string, () => unknown]>([
    ['a search begins at a point', () => beginSearch([], 1)],
    ['a search begins at a point', () => beginSearch([1, Number.NaN], 1)],
    ['sigma is 0: give a positive number', () => beginSearch([1], 0)],
    ['a generation has 1 candidates: give two at least', () => judged(beginSearch([1], 1), [[0]], [1])],
    ['2 candidates have 1 costs: give one for each', () => judged(beginSearch([1], 1), [[0], [1]], [1])],
    [
      'no candidate of this generation has a cost',
      () => judged(beginSearch([1], 1), [[0], [1]], [Number.NaN, Infinity]),
    ],
  ])('says "%s"', (why, made) => {
    expect(made).toThrow(why);
  });
});

import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../harness/contract/draws.ts';
import { crossingProbabilities, SPENDINGS, sequentialCriticals } from './group-sequential.ts';
import { testRng } from './testing/draws.ts';

/** Critical value of one look. */
const fixed = (level: number) => -normalQuantile(level / 2, 0, 1);
const equal = (looks: number) => Array.from({ length: looks }, (_, at) => (at + 1) / looks);

describe('published constants', () => {
  // Jennison & Turnbull 2000, tables 2.1 and 2.3, two-sided 5 %.
  it.each([
    [2, 2.178, 1.977],
    [3, 2.289, 2.004],
    [4, 2.361, 2.024],
    [5, 2.413, 2.04],
    [10, 2.555, 2.087],
  ])('of Pocock and of O’Brien and Fleming at %d looks are crossed in 5 %% of studies', (looks, pocock, obrien) => {
    const shares = equal(looks);
    const crossed = (criticals: number[]) => crossingProbabilities(shares, criticals).at(-1);
    expect(crossed(shares.map(() => pocock))).toBeCloseTo(0.05, 3);
    expect(crossed(shares.map((share) => obrien / Math.sqrt(share)))).toBeCloseTo(0.05, 3);
  });

  // As ldbounds (R) gives them, each side at 2.5 %.
  it.each([
    ['obrien-fleming', [4.8769, 3.357, 2.6803, 2.2898, 2.031]],
    ['pocock', [2.438, 2.4268, 2.4102, 2.3966, 2.386]],
  ] as const)('of Lan and DeMets, %s', (spending, published) => {
    const found = sequentialCriticals(equal(5), 0.05, spending);
    for (const [at, value] of published.entries()) expect(found[at]).toBeCloseTo(value, 3);
  });
});

describe('critical values', () => {
  const plans = fc.record({
    shares: fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 })
      .map((parts) => [...parts.sort((a, b) => a - b), 100].map((part) => part / 100)),
    level: fc.constantFrom(0.1, 0.05, 0.005, 0.0005),
    spending: fc.constantFrom(...SPENDINGS),
  });

  it('are crossed with just the probability that is allowed, all looks together', () => {
    fc.assert(
      fc.property(plans, ({ shares, level, spending }) => {
        const criticals = sequentialCriticals(shares, level, spending);
        expect(crossingProbabilities(shares, criticals).at(-1)).toBeCloseTo(level, 8);
        for (const critical of criticals) expect(critical).toBeGreaterThan(fixed(level) - 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it('of one look are those of a fixed size', () => {
    for (const spending of SPENDINGS) expect(sequentialCriticals([1], 0.05, spending)[0]).toBeCloseTo(fixed(0.05), 8);
  });

  it('of a look do not depend on later ones, and ask for more where less is allowed', () => {
    fc.assert(
      fc.property(plans, ({ shares, level, spending }) => {
        const all = sequentialCriticals(shares, level, spending);
        expect(sequentialCriticals(shares.slice(0, -1), level, spending)).toEqual(all.slice(0, -1));
        const stricter = sequentialCriticals(shares, level / 2, spending);
        for (const [at, critical] of all.entries()) expect(stricter[at]).toBeGreaterThanOrEqual(critical);
      }),
      { numRuns: 10 },
    );
  });

  it('hold on simulated paths', () => {
    const shares = [0.15, 0.3, 0.75, 1];
    const rng = testRng('paths');
    for (const spending of SPENDINGS) {
      const criticals = sequentialCriticals(shares, 0.1, spending);
      const crosses = () => {
        let sum = 0;
        return shares.some((share, at) => {
          sum += standardNormal(rng) * Math.sqrt(share - (shares[at - 1] ?? 0));
          return Math.abs(sum) / Math.sqrt(share) > criticals[at]!;
        });
      };
      const crossed = Array.from({ length: 20_000 }, crosses).filter(Boolean).length;
      expect(Math.abs(crossed / 20_000 - 0.1)).toBeLessThan(0.01);
    }
  });

  it('that a look has nothing to spend for are infinite, and what it keeps is spent later', () => {
    const [first, last] = sequentialCriticals([0.01, 1], 0.05, 'obrien-fleming');
    expect(first).toBe(Number.POSITIVE_INFINITY);
    expect(last).toBeCloseTo(fixed(0.05), 8);
  });

  it.each([[[0, 1]], [[0.5, 0.5]], [[0.6, 0.4]], [[0.5, 1.1]]])('cannot be had of shares %j', (shares) => {
    expect(() => sequentialCriticals(shares, 0.05, 'pocock')).toThrow('must rise within (0, 1]');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, NO_ESTIMATE } from './interval.ts';
import { ANY_NUMBER, cutToRange, NOT_NEGATIVE, RELATIVE, SHARE, SHARE_DIFFERENCE } from './range.ts';
import { pairSums, sumsByCase, totalsOf } from './session-sums.ts';
import { skewCorrected, skewCorrectedT, spreadOf } from './skew-corrected.ts';
import { spread } from './spread.ts';
import { studentT } from './student-t.ts';

const keyed = (sessions: string, numerators: number[], denominators: number[], cases?: string) => ({
  sessions: [...sessions],
  numerators,
  denominators,
  ...(cases && { cases: [...cases] }),
});

describe('totals', () => {
  it('add up, and count the sessions that have a denominator', () => {
    expect(totalsOf({ numerators: [1, 0, 0, 4], denominators: [2, 0, 3, 1] })).toEqual({
      numerator: 5,
      denominator: 6,
      sessions: 3,
    });
    expect(totalsOf({ numerators: [], denominators: [] })).toEqual({ numerator: 0, denominator: 0, sessions: 0 });
  });

  it.each([
    [-1, 1],
    [1, -1],
    [Number.NaN, 1],
    [1, Number.NaN],
    [Infinity, 1],
    [1, Infinity],
    [1, 0],
  ])('refuse %s / %s, and say of which session', (numerator, denominator) => {
    expect(() => totalsOf({ numerators: [0, numerator], denominators: [0, denominator] })).toThrow(
      `Session number 1 adds ${numerator} / ${denominator} to a ratio`,
    );
  });

  it('need one denominator for each numerator', () => {
    expect(() => totalsOf({ numerators: [1], denominators: [1, 1] })).toThrow('1 numerators do not fit 2 denominators');
  });
});

describe('sums by case', () => {
  it('are one entry for each case, in the order in which they first occur', () => {
    const sums = { numerators: [1, 2, 4, 8], denominators: [10, 20, 40, 80], cases: ['b', 'a', 'b', 'a'] };
    expect(sumsByCase(sums)).toEqual({ numerators: [5, 10], denominators: [50, 100] });
  });

  it('stay as they are where none is shared', () => {
    for (const sums of [keyed('xy', [1, 2], [3, 4]), keyed('xy', [1, 2], [3, 4], 'ab')])
      expect(sumsByCase(sums)).toBe(sums);
  });
});

describe('paired sums', () => {
  it('hold the sessions of both, in the first one’s order, and count those of one only', () => {
    const { arm, baseline, unpaired } = pairSums(
      keyed('abcd', [1, 2, 3, 4], [5, 6, 7, 8]),
      keyed('dxb', [10, 20, 30], [40, 50, 60]),
    );
    expect(arm).toEqual({
      sessions: ['b', 'd'],
      numerators: Float64Array.of(2, 4),
      denominators: Float64Array.of(6, 8),
    });
    expect(baseline).toEqual({
      sessions: ['b', 'd'],
      numerators: Float64Array.of(30, 10),
      denominators: Float64Array.of(60, 40),
    });
    expect(unpaired).toBe(3);
  });

  it('know of cases where either arm does', () => {
    const plain = keyed('ab', [1, 2], [1, 2]);
    const cased = keyed('ba', [1, 2], [1, 2], 'zy');
    for (const { arm, baseline } of [pairSums(plain, cased), pairSums(cased, plain)]) {
      expect(arm.cases).toEqual(arm.sessions.map((id) => (id === 'a' ? 'y' : 'z')));
      expect(baseline.cases).toEqual(arm.cases);
    }
    expect(pairSums(plain, plain).arm).not.toHaveProperty('cases');
  });

  it('need one distinct id for each entry, in either arm', () => {
    const good = keyed('ab', [1, 2], [1, 2]);
    const [twice, short] = [keyed('aa', [1, 2], [1, 2]), keyed('a', [1, 2], [1, 2])];
    for (const pair of [() => pairSums(twice, good), () => pairSums(good, twice)])
      expect(pair).toThrow('Sums of 2 sessions hold only 1 ids: sessions must be distinct.');
    for (const pair of [() => pairSums(short, good), () => pairSums(good, short)])
      expect(pair).toThrow('1 session ids do not fit 2 sums');
  });
});

describe('a spread over draws', () => {
  it('is the range and the median of those that are known', () => {
    expect(spread([4, null, 1, 2, 9])).toEqual({ count: 4, least: 1, median: 3, most: 9 });
    expect(spread([0])).toEqual({ count: 1, least: 0, median: 0, most: 0 });
    expect(spread([null])).toEqual({ count: 0, least: null, median: null, most: null });
  });
});

describe('ranges', () => {
  it('are what a share, a difference, a count and a relative difference can be', () => {
    expect(
      [SHARE, SHARE_DIFFERENCE, NOT_NEGATIVE, RELATIVE, ANY_NUMBER].map(({ least, most }) => [least, most]),
    ).toEqual([
      [0, 1],
      [-1, 1],
      [0, Infinity],
      [-1, Infinity],
      [-Infinity, Infinity],
    ]);
  });

  it('cut both ends', () => {
    expect(cutToRange({ low: -3, high: 0.5 }, SHARE)).toEqual({ low: 0, high: 0.5 });
    expect(cutToRange({ low: 0.5, high: 3 }, SHARE)).toEqual({ low: 0.5, high: 1 });
    expect(cutToRange({ low: 2, high: 3 }, SHARE)).toEqual({ low: 1, high: 1 });
    expect(cutToRange({ low: -3, high: -2 }, SHARE)).toEqual({ low: 0, high: 0 });
  });

  it('leave an estimate alone but for its bounds and its count', () => {
    expect(counted({ estimate: 1, low: 0, high: 2, of: 7 }, 3)).toEqual({ estimate: 1, low: 0, high: 2, of: 3 });
    expect(NO_ESTIMATE).toEqual({ estimate: null, low: null, high: null });
  });
});

describe('the spread of clusters', () => {
  it('is that of a mean, and its skewness the third moment', () => {
    // Values 0, 0, 0, 4: mean 1, influences (x − 1) / 4.
    const influences = [-0.25, -0.25, -0.25, 0.75];
    const { clusters, error, skewness } = spreadOf(influences, 4, 4)!;
    expect(clusters).toBe(4);
    expect(error).toBeCloseTo(1, 12); // Deviation 2 over √4.
    expect(skewness).toBeCloseTo(24 / 4 / 3 ** 1.5, 12); // Σ(x − 1)³ / n over (Σ(x − 1)² / n)^1.5
  });

  it('is none of one cluster, nor where all are alike but for rounding', () => {
    expect(spreadOf([0.5], 1, 1)).toBeNull();
    expect(spreadOf([0, 0, 0], 3, 1)).toBeNull();
    expect(spreadOf([1e-13, -1e-13], 2, 1)).toBeNull();
    expect(spreadOf([1e-11, -1e-11], 2, 1)).not.toBeNull();
  });

  it('gives Student’s t where it is not skewed, or too few clusters tell whether', () => {
    for (const [clusters, skewness] of [
      [9, 3],
      [30, 0],
    ] as const) {
      const { low, high } = skewCorrected(5, { clusters, error: 2, skewness }, ANY_NUMBER, 0.9);
      const half = 2 * studentT(clusters - 1, 0.9);
      expect(low).toBeCloseTo(5 - half, 10);
      expect(high).toBeCloseTo(5 + half, 10);
      expect(skewCorrectedT(5, 1, { clusters, error: 2, skewness })).toBe(2);
    }
    expect(skewCorrected(5, null, SHARE, 0.95)).toEqual({ low: null, high: null });
  });

  it('reaches further to the side of the long tail, and holds the estimate', () => {
    const of = (skewness: number) => skewCorrected(0, { clusters: 10, error: 1, skewness }, ANY_NUMBER, 0.95);
    const [right, left] = [of(1.5), of(-1.5)];
    expect(right.high).toBeGreaterThan(-right.low! * 1.5);
    expect(left.low).toBeCloseTo(-right.high!, 10);
    expect(left.high).toBeCloseTo(-right.low!, 10);
    expect(skewCorrected(0.9, { clusters: 20, error: 0.5, skewness: 1 }, SHARE, 0.95)).toMatchObject({ high: 1 });
  });

  it('leaves out the values whose statistic is past the critical value, and no others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 60 }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0.6, max: 0.99, noNaN: true }),
        (clusters, skewness, confidence) => {
          const known = { clusters, error: 0.7, skewness };
          const { low, high } = skewCorrected(3, known, ANY_NUMBER, confidence);
          const critical = studentT(clusters - 1, confidence);
          expect(skewCorrectedT(3, low!, known)).toBeCloseTo(critical, 5);
          expect(skewCorrectedT(3, high!, known)).toBeCloseTo(-critical, 5);
        },
      ),
      { numRuns: 60 },
    );
    // k = 1.2 · 1 / √16 = .3 at t = 2.
    expect(skewCorrectedT(2, 0, { clusters: 16, error: 1, skewness: 1 })).toBeCloseTo(2 + 0.4 + 0.09 * (8 / 27) + 0.05);
  });
});

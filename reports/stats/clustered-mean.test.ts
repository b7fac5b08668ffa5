import { describe, expect, it } from 'vitest';
import { clusteredMean } from './clustered-mean.ts';
import { ANY_NUMBER } from './range.ts';
import { studentT } from './student-t.ts';

const one = (session: string, value: number, weight = 1) => ({ session, value, weight });

describe('clusteredMean', () => {
  it('is the mean with Student’s interval where each session gives one value', () => {
    const values = [-1, 0, 1, 4].map((value, i) => one(`s${i}`, value));
    const { estimate, low, high, of } = clusteredMean(values, ANY_NUMBER);
    // Mean 1, squared deviations 4 + 1 + 0 + 9 = 14.
    const half = studentT(3) * Math.sqrt(14 / 3 / 4);
    expect(estimate).toBe(1);
    expect(of).toBe(4);
    expect(low).toBeCloseTo(1 - half, 12);
    expect(high).toBeCloseTo(1 + half, 12);
    expect(low).toBeLessThan(0);
  });

  it('is wider the more confidence is asked for', () => {
    const values = [0, 1, 5].map((value, i) => one(`s${i}`, value));
    const half = (confidence?: number) => (clusteredMean(values, ANY_NUMBER, confidence).high as number) - 2;
    expect(half(0.99) / half()).toBeCloseTo(studentT(2, 0.99) / studentT(2, 0.95), 12);
  });

  it('takes a session’s values as one draw, and weights as repetitions', () => {
    const once = clusteredMean([one('a', 1), one('b', 3)], ANY_NUMBER);
    const tenfold = clusteredMean(
      Array.from({ length: 10 }, () => [one('a', 1), one('b', 3)], ANY_NUMBER).flat(),
      ANY_NUMBER,
    );
    expect(tenfold.estimate).toBe(once.estimate);
    expect(tenfold.low).toBeCloseTo(once.low ?? 0, 9);
    expect(tenfold.high).toBeCloseTo(once.high ?? 0, 9);
    expect(clusteredMean([one('a', 1, 3), one('b', 5)], ANY_NUMBER).estimate).toBe(2);
    expect(clusteredMean([one('a', 1, 2), one('b', 5)], ANY_NUMBER).high).toBeCloseTo(
      clusteredMean([one('a', 1), one('a', 1), one('b', 5)], ANY_NUMBER).high ?? 0,
      9,
    );
  });

  it('knows no spread of one session and no mean of none', () => {
    expect(clusteredMean([one('a', 2), one('a', 4)], ANY_NUMBER)).toMatchObject({
      estimate: 3,
      low: null,
      high: null,
      of: 1,
      values: 2,
    });
    expect(clusteredMean([], ANY_NUMBER)).toMatchObject({ estimate: null, low: null, of: 0 });
  });

  it('refuses what is no number', () => {
    expect(() => clusteredMean([one('a', Number.NaN)], ANY_NUMBER)).toThrow(/Session "a" gives the value NaN/);
    expect(() => clusteredMean([one('a', 1, 0)], ANY_NUMBER)).toThrow(/weight 0/);
  });
});

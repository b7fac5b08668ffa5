import { describe, expect, it } from 'vitest';
import { medianInterval } from './median-interval.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, at) => count - at);

describe('median interval', () => {
  it('lies between the ranks of the sign test', () => {
    const ranks = (count: number) => {
      const { low, high } = medianInterval(upTo(count));
      return [low, high];
    };
    expect([6, 8, 9, 12, 15, 20, 25].map(ranks)).toEqual([
      [1, 6],
      [1, 8],
      [2, 8],
      [3, 10],
      [4, 12],
      [6, 15],
      [8, 18],
    ]);
  });

  it('has no bounds where no interval covers often enough, and no estimate without values', () => {
    expect(medianInterval(upTo(5))).toEqual({ estimate: 3, low: null, high: null });
    expect(medianInterval([])).toEqual({ estimate: null, low: null, high: null });
    expect(medianInterval(upTo(5), 0.9)).toEqual({ estimate: 3, low: 1, high: 5 });
    expect(() => medianInterval([1], 1)).toThrow(/confidence must lie in/);
  });
});

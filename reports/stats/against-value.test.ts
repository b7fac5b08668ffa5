import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { againstValue } from './against-value.ts';
import { judge, judgeFamily } from './judge-family.ts';
import { meanEstimate } from './mean-estimate.ts';
import { ANY_NUMBER } from './range.ts';
import { ratioEstimate } from './ratio-estimate.ts';

const verdict = (...args: Parameters<typeof againstValue>) => judge(againstValue(...args)).verdict;

describe('a figure beside a value', () => {
  it('is apart by itself where its interval leaves the value out, on either side, and nowhere else', () => {
    const number = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(number, number, number), number, fc.integer({ min: 2, max: 3000 }), (values, value, of) => {
        const [low, estimate, high] = values.toSorted((a, b) => a - b) as [number, number, number];
        fc.pre([low, high].every((end) => Math.abs(end - value) > 1e-6));
        const apart = value < low ? 'better' : value > high ? 'worse' : 'undecided';
        expect(verdict({ estimate, low, high }, value, of)).toBe(apart);
      }),
    );
  });

  it('has the p of Student’s one-sample t, where few values tell no skewness', () => {
    const values = [1.2, 0.4, 2.1, 1.7, 0.9, 1.5];
    // t = 1.3 / (.6033 / √6) = 5.2780 with 5 degrees; p by SciPy's ttest_1samp.
    expect(againstValue(meanEstimate(values, ANY_NUMBER), 0, 6).p).toBeCloseTo(0.00325033, 7);
    expect(againstValue(meanEstimate(values, ANY_NUMBER), 0, 6).spread?.deviation).toBeCloseTo(0.60332, 4);
  });

  it('takes the side that faces the value, where ends are lopsided', () => {
    const { p: below } = againstValue({ estimate: 0.5, low: 0.4, high: 0.9 }, 0.3, 1000);
    const { p: above } = againstValue({ estimate: 0.5, low: 0.4, high: 0.9 }, 0.7, 1000);
    expect(below).toBeLessThan(0.001);
    expect(above).toBeGreaterThan(0.3);
  });

  it('needs more of it beside others, and says how many sessions would decide', () => {
    const share = (hits: number) =>
      ratioEstimate(
        { numerators: Array.from({ length: 400 }, (_, i) => Number(i < hits)), denominators: Array(400).fill(1) },
        'share',
      );
    const near = againstValue(share(220), 0.495, 400);
    expect(judge(near).verdict).toBe('better');
    const family = judgeFamily(
      [near, ...[200, 198, 203, 196].map((hits) => againstValue(share(hits), 0.495, 400))],
      'holm',
    );
    expect(family.map((one) => one?.verdict)).toEqual(Array(5).fill('undecided'));
    expect(family[0]?.sessionsToDecide).toBeGreaterThan(400);
    expect(family[0]?.sessionsToDecide).toBeLessThan(2000);
  });

  it('is undecided without an estimate, without ends, and of one session', () => {
    for (const figure of [
      { estimate: null, low: null, high: null },
      { estimate: 3, low: null, high: null },
    ])
      expect(judge(againstValue(figure, 0, 40))).toEqual({ verdict: 'undecided', sessionsToDecide: null });
    expect(verdict({ estimate: 3, low: 2, high: 4 }, 0, 1)).toBe('undecided');
  });
});

import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../harness/contract/draws.ts';
import { benjaminiHochberg, type Comparable, holm, judge, judgeFamily } from './judge-family.ts';
import { pairedDifference } from './paired-difference.ts';
import { testRng } from './testing/draws.ts';
import { sessionsToDecide } from './verdict.ts';

const beyond = (z: number) => 2 * normalCdf(-Math.abs(z), 0, 1);

/** A difference of shares with its standard error, tested by the normal distribution. */
function comparable(difference: number, error: number, better: Comparable['better'] = 'higher'): Comparable {
  const [margin, sessions] = [0.02, 1000];
  return {
    estimate: difference,
    of: sessions,
    better,
    margin,
    p: beyond(difference / error),
    pWithin: Math.abs(difference) < margin ? beyond((margin - Math.abs(difference)) / error) : 1,
    deviation: error * Math.sqrt(sessions),
  };
}

describe('judge', () => {
  it.each([
    [0.03, 0.01, 'better'],
    [-0.03, 0.01, 'worse'],
    [0.005, 0.002, 'better'],
    [0, 0.008, 'equivalent'],
    [0.015, 0.01, 'undecided'],
    [0, 0.02, 'undecided'],
  ] as const)('%d with a standard error of %d is %s', (difference, error, verdict) => {
    expect(judge(comparable(difference, error)).verdict).toBe(verdict);
    const mirrored = { better: 'worse', worse: 'better', equivalent: 'equivalent', undecided: 'undecided' } as const;
    expect(judge(comparable(difference, error, 'lower')).verdict).toBe(mirrored[verdict]);
  });

  it('says of the undecided alone how many sessions would decide', () => {
    expect(judge(comparable(0.03, 0.01)).sessionsToDecide).toBeNull();
    expect(judge(comparable(0.015, 0.01)).sessionsToDecide).toBeGreaterThan(1000);
    const nothing = { ...comparable(0, 1), p: null, pWithin: null, deviation: null };
    expect(judge(nothing)).toEqual({ verdict: 'undecided', sessionsToDecide: null });
  });
});

describe('sessionsToDecide', () => {
  it('is the textbook number: ((1.96 + 0.84) σ/δ)², rounded up', () => {
    // 2.8016² × 0.25 / 0.05² = 785.
    expect(sessionsToDecide(0.05, 0.5, 0.02, 1.96)).toBe(790);
    // Where nothing differs, to show it: ((1.96 + 1.28) × 0.2 / 0.02)² = 1051.
    expect(sessionsToDecide(0, 0.2, 0.02, 1.96)).toBe(1100);
    expect(sessionsToDecide(0, 0.2, 0, 1.96)).toBeNull();
    expect(sessionsToDecide(0.1, 0, 0.02, 1.96)).toBeNull();
  });

  it('gives 80 % power: of studies of that size so many find the difference', () => {
    const n = sessionsToDecide(0.3, 1, 0.01, 1.96) ?? 0;
    const rng = testRng('power');
    const sums = (values: number[]) => ({
      sessions: values.map((_, at) => `s${at}`),
      numerators: values,
      denominators: values.map(() => 1),
    });
    const studies = 600;
    let found = 0;
    for (let i = 0; i < studies; i++) {
      const values = Array.from({ length: n }, () => 20 + 0.3 + standardNormal(rng));
      const one = pairedDifference(sums(values), sums(Array(n).fill(20)), 'count', 'higher');
      if (judge({ ...one, margin: 0.01, pWithin: 1 }).verdict === 'better') found++;
    }
    // Four standard deviations of 600 studies, and a little for the rounding up.
    expect(found / studies).toBeGreaterThan(0.8 - 0.065);
    expect(found / studies).toBeLessThan(0.8 + 0.08);
  });
});

describe('a family of comparisons', () => {
  it('raises p as Holm and as Benjamini and Hochberg do', () => {
    // Worked by hand.
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)));
    expect(benjaminiHochberg([0.01, 0.04, 0.03, 0.005])).toEqual(
      [0.02, 0.04, 0.04, 0.02].map((p) => expect.closeTo(p, 12)),
    );
    expect(holm([])).toEqual([]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });

  it('makes a false difference in at most 5 % of families, where one by one would in a quarter', () => {
    const rng = testRng('families');
    const families = 1500;
    const count = { alone: 0, holm: 0 };
    for (let i = 0; i < families; i++) {
      const family = Array.from({ length: 6 }, () => comparable(standardNormal(rng), 1));
      if (family.some((one) => judge(one).verdict !== 'undecided')) count.alone++;
      if (judgeFamily(family, 'holm').some((one) => one?.verdict !== 'undecided')) count.holm++;
    }
    // 1 − .95⁶ = 26 %.
    expect(count.alone / families).toBeGreaterThan(0.2);
    expect(count.holm / families).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / families));
    expect(count.holm).toBeGreaterThan(0);
  });

  it('asks of the undecided as many sessions as if those decided had never been in the family', () => {
    const open = [comparable(0.015, 0.01), comparable(0.012, 0.01)];
    const sure = Array.from({ length: 4 }, () => comparable(0.5, 0.01));
    const without = judgeFamily(open, 'holm').map((one) => one?.sessionsToDecide);
    expect(without.every((sessions) => (sessions ?? 0) > 1000)).toBe(true);
    expect(judgeFamily([...sure, ...open], 'holm').map((one) => one?.sessionsToDecide)).toEqual([
      ...sure.map(() => null),
      ...without,
    ]);
    // One alone asks for fewer than one of two.
    expect(judge(open[0] as Comparable).sessionsToDecide).toBeLessThan(without[0] ?? 0);
  });

  it('corrects for what is tested only: comparisons without spread or direction are no part of it', () => {
    const clear = comparable(2.2, 1);
    const without = { ...clear, p: null, pWithin: null };
    const neither = { ...clear, better: null };
    expect(judgeFamily([clear, without, neither, neither], 'holm').map((one) => one?.verdict)).toEqual([
      'better',
      'undecided',
      undefined,
      undefined,
    ]);
    expect(judgeFamily([clear, clear], 'holm').map((one) => one?.verdict)).toEqual(['undecided', 'undecided']);
  });
});

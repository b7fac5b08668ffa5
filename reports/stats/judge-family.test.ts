import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../harness/contract/draws.ts';
import type { Rng } from '../../harness/contract/rng.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import { benjaminiHochberg, type Comparable, holm, judge, judgeFamily } from './judge-family.ts';
import { pairedDifference } from './paired-difference.ts';
import { testRng } from './testing/draws.ts';
import { sessionsToDecide, sessionsToJudge } from './verdict.ts';

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
    spread: { deviation: error * Math.sqrt(sessions), size: null },
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
    const nothing = { ...comparable(0, 1), p: null, pWithin: null, spread: null };
    expect(judge(nothing)).toEqual({ verdict: 'undecided', sessionsToDecide: null });
  });
});

/** Studies of so many sessions of which a share finds what is asked. Four standard deviations of 600 studies, and a little for rounding up. */
function expectPower(found: (rng: Rng) => boolean) {
  const rng = testRng('power');
  const studies = 600;
  let count = 0;
  for (let i = 0; i < studies; i++) if (found(rng)) count++;
  expect(count / studies).toBeGreaterThan(0.8 - 0.065);
  expect(count / studies).toBeLessThan(0.8 + 0.08);
}
const sums = (values: readonly number[], of = 1) => ({
  sessions: values.map((_, at) => `s${at}`),
  numerators: values,
  denominators: values.map(() => of),
});
const undecided = (difference: number, deviation: number, margin: number) => ({
  ...{ difference, margin },
  spread: { deviation, size: null },
});

describe('sessionsToDecide', () => {
  it('is the textbook number: ((1.96 + 0.84) σ/δ)², rounded up', () => {
    // 2.8016² × 0.25 / 0.05² = 785.
    expect(sessionsToDecide(undecided(0.05, 0.5, 0.02), 0.95)).toBe(790);
    expect(sessionsToDecide(undecided(-0.05, 0.5, 0.02), 0.95)).toBe(790);
    // Where nothing differs, to show it: ((1.96 + 1.28) × 0.2 / 0.02)² = 1051.
    expect(sessionsToDecide(undecided(0, 0.2, 0.02), 0.95)).toBe(1100);
    expect(sessionsToDecide(undecided(0, 0.2, 0), 0.95)).toBeNull();
    expect(sessionsToDecide(undecided(0.1, 0, 0.02), 0.95)).toBeNull();
    // (t + t) / √n = 0.8 at n = 15 by the tables: (2.145 + 0.868) / √15 = .778; the normal distribution would say 13.
    expect(sessionsToDecide(undecided(0.8, 1, 0.01), 0.95)).toBe(15);
  });

  it.each([0.3, 0.8])(
    'gives 80 %% power: of studies of that size so many find a difference of %d deviations',
    (size) => {
      const n = sessionsToDecide(undecided(size, 1, 0.01), 0.95) ?? 0;
      expectPower((rng) => {
        const values = Array.from({ length: n }, () => 20 + size + standardNormal(rng));
        const one = pairedDifference(sums(values), sums(Array(n).fill(20)), 'count', 'higher');
        return judge({ ...one, margin: 0.01, pWithin: 1 }).verdict === 'better';
      });
    },
  );

  it.each([
    ['steps that rise and fall', 0.1, 0.1, 13],
    ['sessions that rise and fall', 0.25, 0.1, 1],
  ])('gives 80 %% power where the test of shares imagines two sessions more: shares of %s', (_, loss, gains, steps) => {
    const change = (rng: Rng) => {
      const draw = rng.next();
      return draw < gains ? 1 : draw < 2 * gains + loss ? -1 : 0;
    };
    const compared = (count: number, rng: Rng) => {
      const changes = Array.from({ length: count }, () => sumOf(Array.from({ length: steps }, () => change(rng))));
      const before = sums(Array(count).fill(steps), 2 * steps);
      const now = changes.map((one) => steps + one);
      return pairedDifference(sums(now, 2 * steps), before, 'share', 'higher');
    };
    const { spread } = compared(4000, testRng('spread'));
    const n = sessionsToDecide({ difference: -loss / 2, margin: 0.001, spread: spread! }, 0.95) ?? 0;
    expect(n).toBeLessThan(70);
    expectPower((rng) => judge(compared(n, rng)).verdict === 'worse');
  });
});

describe('sessionsToJudge', () => {
  it('counts a loss alone: a gain is never shown to be one, and any is within what is allowed', () => {
    // 2.8016² × 0.2² / 0.03² = 349, and 2 more with Student's t: to show that a gain of a point is no loss of two.
    expect(sessionsToJudge(undecided(-0.01, 0.2, 0.02), 0.95)).toBe(360);
    expect(sessionsToJudge(undecided(0.05, 0.5, 0.02), 0.95)).toBe(790);
    expect(sessionsToJudge(undecided(0.05, 0.5, 0.02), 0.99)).toBeGreaterThan(1100);
    expect(sessionsToJudge(undecided(0, 0.2, 0), 0.95)).toBeNull();
  });

  it('gives 80 % power to show that a loss is no larger than allowed', () => {
    const n = sessionsToJudge(undecided(0.1, 1, 0.6), 0.95) ?? 0;
    expectPower((rng) => {
      const values = Array.from({ length: n }, () => 20 - 0.1 + standardNormal(rng));
      return pairedDifference(sums(values), sums(Array(n).fill(20)), 'count', 'higher').low! > -0.6;
    });
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

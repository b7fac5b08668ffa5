import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../harness/contract/draws.ts';
import { pairedDifference } from './paired-difference.ts';
import type { SessionSums } from './session-sums.ts';
import { studentT } from './student-t.ts';
import { coverageOf, testRng } from './test-draws.ts';

const ones = (numerators: number[]): SessionSums => ({ numerators, denominators: numerators.map(() => 1) });
const binary = (one: number, other: number, both: number, neither: number) => ({
  arm: ones([...Array(one).fill(1), ...Array(other).fill(0), ...Array(both).fill(1), ...Array(neither).fill(0)]),
  baseline: ones([...Array(one).fill(0), ...Array(other).fill(1), ...Array(both).fill(1), ...Array(neither).fill(0)]),
});

describe('pairedDifference of shares', () => {
  it("is Bonett and Price's interval on sessions, with Student's t", () => {
    const [one, other, m] = [14, 5, 60];
    const { arm, baseline } = binary(one, other, 11, m - one - other - 11);
    const result = pairedDifference(arm, baseline, 'share', 'higher');
    const p = (one + 1) / (m + 2);
    const q = (other + 1) / (m + 2);
    const half = studentT(m - 1) * Math.sqrt((p + q - (p - q) ** 2) / (m + 2));
    expect(result.difference).toBeCloseTo((one - other) / m, 12);
    expect(result.low).toBeCloseTo(p - q - half, 9);
    expect(result.high).toBeCloseTo(p - q + half, 9);
    expect(result.relative).toBeNull();
  });

  it('keeps a width where the arms never differed', () => {
    const { arm, baseline } = binary(0, 0, 30, 70);
    const { difference, low, high, verdict } = pairedDifference(arm, baseline, 'share', 'lower');
    expect(difference).toBe(0);
    expect(low).toBeLessThan(-0.01);
    expect(high).toBeGreaterThan(0.01);
    expect(verdict).toBe('inconclusive');
  });

  it('finds fewer than six sessions that differ inconclusive, as a sign test does', () => {
    const verdictOf = (count: number) => {
      const { arm, baseline } = binary(count, 0, 40, 1000);
      return pairedDifference(arm, baseline, 'share', 'lower').verdict;
    };
    expect(verdictOf(5)).toBe('inconclusive');
    expect(verdictOf(6)).toBe('worse');
  });

  it('covers the true difference of paired steps in 95 % of samples', () => {
    const rng = testRng('paired shares');
    const coverage = coverageOf(1000, -0.05, () => {
      const [a, b, d]: number[][] = [[], [], []];
      for (let i = 0; i < 80; i++) {
        // Both arms read the same uniform, and a session's difficulty moves both.
        const steps = 1 + Math.floor(12 * rng.next());
        const shift = 0.1 * (rng.next() - 0.5);
        let [x, y] = [0, 0];
        for (let s = 0; s < steps; s++) {
          const u = rng.next();
          if (u < 0.8 + shift) x++;
          if (u < 0.85 + shift) y++;
        }
        a!.push(x);
        b!.push(y);
        d!.push(steps);
      }
      return pairedDifference(
        { numerators: a!, denominators: d! },
        { numerators: b!, denominators: d! },
        'share',
        null,
      );
    });
    expect(coverage).toBeGreaterThan(0.93);
  });
});

describe('pairedDifference of times', () => {
  const baseline = ones([200, 310, 150, 400, 260, 180]);
  const arm = ones([120, 200, 140, 260, 150, 0]);

  it("is Student's interval of the sessions' differences", () => {
    const gaps = [-80, -110, -10, -140, -110, -180];
    const mean = gaps.reduce((sum, gap) => sum + gap) / 6;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / 5);
    const result = pairedDifference(arm, baseline, 'ms', 'lower');
    expect(result.difference).toBeCloseTo(mean, 9);
    expect(result.high! - mean).toBeCloseTo((studentT(5) * deviation) / Math.sqrt(6), 9);
    expect(result.verdict).toBe('better');
    expect(result.relative!.estimate).toBeCloseTo(870 / 1500 - 1, 12);
  });

  it('gives the opposite answer with the arms exchanged', () => {
    const times = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(times, (pairs) => {
        const x = ones(pairs.map(([a]) => a));
        const y = ones(pairs.map(([, b]) => b));
        const there = pairedDifference(x, y, 'ms', 'lower');
        const back = pairedDifference(y, x, 'ms', 'lower');
        expect(there.difference! + back.difference!).toBeCloseTo(0, 9);
        const opposite = { better: 'worse', worse: 'better', inconclusive: 'inconclusive' };
        expect(back.verdict).toBe(opposite[there.verdict]);
        if (there.low !== null) expect(there.low + back.high!).toBeCloseTo(0, 6);
      }),
    );
  });

  it('never draws a conclusion from equal arms, or where neither direction is better', () => {
    expect(pairedDifference(arm, arm, 'ms', 'lower')).toMatchObject({ difference: 0, verdict: 'inconclusive' });
    expect(pairedDifference(arm, baseline, 'ms', null).verdict).toBe('inconclusive');
  });

  it('has no relative difference to a baseline that may be 0', () => {
    expect(pairedDifference(arm, ones([0, 0, 0, 0, 0, 900]), 'ms', 'lower').relative).toBeNull();
    expect(pairedDifference(arm, ones([0, 0, 0, 0, 0, 0]), 'ms', 'lower').relative).toBeNull();
  });

  it('says nothing where an arm has nothing to divide by or sessions cannot be paired', () => {
    const nothing = { numerators: [0, 0], denominators: [0, 0] };
    expect(pairedDifference(ones([1, 2]), nothing, 'ms', 'lower').difference).toBeNull();
    expect(() => pairedDifference(ones([1]), ones([1, 2]), 'ms', 'lower')).toThrow('paired');
  });

  it('covers the true relative saving in 95 % of samples', () => {
    const rng = testRng('paired times');
    const coverage = coverageOf(1000, -0.4, () => {
      const x: number[] = [];
      const y: number[] = [];
      for (let i = 0; i < 120; i++) {
        const time = Math.exp(0.6 * standardNormal(rng));
        y.push(time);
        x.push(rng.next() < 0.4 ? 0 : time);
      }
      return pairedDifference(ones(x), ones(y), 'ms', 'lower').relative;
    });
    expect(coverage).toBeGreaterThan(0.93);
    expect(coverage).toBeLessThan(0.97);
  });
});

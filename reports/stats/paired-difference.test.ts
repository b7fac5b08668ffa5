import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../harness/contract/draws.ts';
import { judge } from './judge-family.ts';
import { pairedDifference } from './paired-difference.ts';
import type { KeyedSums } from './session-sums.ts';
import { studentT } from './student-t.ts';
import { coverageOf, testRng } from './testing/draws.ts';

const keyed = (numerators: number[], denominators: number[]): KeyedSums => ({
  sessions: numerators.map((_, at) => `s${at}`),
  numerators,
  denominators,
});
const ones = (numerators: number[]) =>
  keyed(
    numerators,
    numerators.map(() => 1),
  );
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
    expect(result.estimate).toBeCloseTo((one - other) / m, 12);
    expect(result.low).toBeCloseTo(p - q - half, 9);
    expect(result.high).toBeCloseTo(p - q + half, 9);
    expect(result.relative).toBeNull();
  });

  it('keeps a width where the arms never differed', () => {
    const { arm, baseline } = binary(0, 0, 30, 70);
    const found = pairedDifference(arm, baseline, 'share', 'lower');
    expect(found.estimate).toBe(0);
    expect(found.low).toBeLessThan(-0.01);
    expect(found.high).toBeGreaterThan(0.01);
    expect(judge(found).verdict).toBe('undecided');
  });

  it('decides nothing by fewer than six sessions that differ, as a sign test does', () => {
    const differing = (count: number) => {
      const { arm, baseline } = binary(count, 0, 40, 1000);
      return pairedDifference(arm, baseline, 'share', 'lower');
    };
    expect(differing(5).low).toBeLessThan(0);
    expect(differing(5).p).toBeGreaterThan(0.05);
    expect(differing(6).low).toBeGreaterThan(0);
    expect(judge(differing(6)).verdict).toBe('worse');
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
      return pairedDifference(keyed(a!, d!), keyed(b!, d!), 'share', null);
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
    expect(result.estimate).toBeCloseTo(mean, 9);
    expect(result.high! - mean).toBeCloseTo((studentT(5) * deviation) / Math.sqrt(6), 9);
    expect(judge(result).verdict).toBe('better');
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
        expect(there.estimate! + back.estimate!).toBeCloseTo(0, 9);
        if (there.p !== null) expect(back.p).toBeCloseTo(there.p, 6);
        if (there.low !== null) expect(there.low + back.high!).toBeCloseTo(0, 6);
      }),
    );
  });

  it('never draws a conclusion from equal arms, or where neither direction is better', () => {
    const same = pairedDifference(arm, arm, 'ms', 'lower');
    expect(same).toMatchObject({ estimate: 0, low: null, high: null, p: null });
    expect(judge(same)).toEqual({ verdict: 'undecided', sessionsToDecide: null });
    expect(() => judge(pairedDifference(arm, baseline, 'ms', null))).toThrow('no verdict');
  });

  it('has no relative difference to a baseline that may be 0', () => {
    expect(pairedDifference(arm, ones([0, 0, 0, 0, 0, 900]), 'ms', 'lower').relative).toBeNull();
    expect(pairedDifference(arm, ones([0, 0, 0, 0, 0, 0]), 'ms', 'lower').relative).toBeNull();
  });

  it('says nothing where an arm has nothing to divide by or no session is in both arms', () => {
    const nothing = keyed([0, 0], [0, 0]);
    expect(pairedDifference(ones([1, 2]), nothing, 'ms', 'lower').estimate).toBeNull();
    const others = { ...ones([1, 2]), sessions: ['x', 'y'] };
    expect(pairedDifference(ones([1, 2]), others, 'ms', 'lower')).toMatchObject({ estimate: null, unpaired: 4 });
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

describe('pairedDifference pairs by id', () => {
  const sessions = ['a', 'b', 'c', 'd', 'e', 'f'];
  const times = [200, 220, 190, 230, 210, 240];
  const without = (left: readonly string[], factor: number): KeyedSums => {
    const kept = sessions.flatMap((id, at) => (left.includes(id) ? [] : [{ id, ms: factor * times[at]! }]));
    return {
      sessions: kept.map(({ id }) => id),
      numerators: kept.map(({ ms }) => ms),
      denominators: kept.map(() => 1),
    };
  };

  it.each([
    { name: 'the same sessions are missing', arm: ['b', 'e'], baseline: ['b', 'e'], unpaired: 0 },
    { name: 'unequally many are missing', arm: ['b', 'e'], baseline: ['d'], unpaired: 3 },
    { name: 'equally many, but others, are missing', arm: ['a', 'd'], baseline: ['c', 'f'], unpaired: 4 },
  ])('half the time is half the time where $name', ({ arm, baseline, unpaired }) => {
    const { relative, ...found } = pairedDifference(without(arm, 0.5), without(baseline, 1), 'ms', 'lower');
    expect(relative?.estimate).toBeCloseTo(-0.5, 12);
    expect(found).toMatchObject({ unpaired, of: 6 - new Set([...arm, ...baseline]).size });
  });

  it('finds the same whatever the order of either arm', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 2 });
    const at = (sums: KeyedSums, places: number[]): KeyedSums => ({
      sessions: places.map((place) => sums.sessions[place]!),
      numerators: places.map((place) => sums.numerators[place]!),
      denominators: places.map((place) => sums.denominators[place]!),
    });
    const [one, other] = [without([], 0.5), without([], 1)];
    fc.assert(
      fc.property(order, order, (ours, theirs) => {
        const found = pairedDifference(at(one, ours), at(other, theirs), 'ms', 'lower');
        const both = ours.filter((place) => theirs.includes(place)).map((place) => sessions[place]!);
        const expected = without(
          sessions.filter((id) => !both.includes(id)),
          0.5,
        );
        const direct = pairedDifference(expected, other, 'ms', 'lower');
        expect(found.of).toBe(both.length);
        if (direct.estimate === null) expect(found.estimate).toBeNull();
        else expect(found.estimate).toBeCloseTo(direct.estimate, 9);
      }),
    );
  });

  it('takes sessions of one case as one cluster', () => {
    const twice = (sums: KeyedSums): KeyedSums => ({
      sessions: [...sums.sessions, ...sums.sessions.map((id) => `${id} again`)],
      numerators: [...Array.from(sums.numerators), ...Array.from(sums.numerators)],
      denominators: [...Array.from(sums.denominators), ...Array.from(sums.denominators)],
      cases: [...sums.sessions, ...sums.sessions],
    });
    const [one, other] = [without([], 0.7), { ...without([], 1), numerators: [190, 260, 180, 240, 170, 240] }];
    const [once, both] = [
      pairedDifference(one, other, 'ms', 'lower'),
      pairedDifference(twice(one), twice(other), 'ms', 'lower'),
    ];
    expect(both.of).toBe(6);
    expect(both.low).toBeCloseTo(once.low!, 9);
    expect(both.high).toBeCloseTo(once.high!, 9);
  });

  it('refuses ids that do not fit the sums, or that repeat', () => {
    const sums = without([], 1);
    const cut = { ...sums, sessions: ['a'] };
    expect(() => pairedDifference(cut, sums, 'ms', 'lower')).toThrow('1 session ids do not fit 6 sums');
    const same = { ...sums, sessions: sums.sessions.map(() => 'a') };
    expect(() => pairedDifference(same, sums, 'ms', 'lower')).toThrow('distinct');
  });
});

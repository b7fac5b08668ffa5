import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../harness/contract/draws.ts';
import { midP } from './mid-p.ts';
import { ratioEstimate } from './ratio-estimate.ts';
import type { SessionSums } from './session-sums.ts';
import { studentT } from './student-t.ts';
import { coverageOf, drawSessions, testRng } from './testing/draws.ts';

const sums = (numerators: number[], denominators: number[]): SessionSums => ({ numerators, denominators });
const sessionsArb = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 40 });
const shareSums = (pairs: readonly (readonly [number, number])[]) =>
  sums(
    pairs.map(([a, b]) => Math.min(a, b)),
    pairs.map(([a, b]) => Math.max(a, b)),
  );

describe('ratioEstimate of shares', () => {
  it('is the mid-p interval where each session is one trial', () => {
    const hits = [1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1];
    const { estimate, low, high } = ratioEstimate(
      sums(
        hits,
        hits.map(() => 1),
      ),
      'share',
    );
    const exact = midP(9, 12);
    expect(estimate).toBe(9 / 12);
    // The linearised variance divides by m − 1: the design effect is 12/11 before it is drawn to 1.
    expect(low).toBeCloseTo(exact.low, 1);
    expect(high).toBeCloseTo(exact.high, 1);
    expect(low).toBeLessThanOrEqual(exact.low);
    expect(high).toBeGreaterThanOrEqual(exact.high);
  });

  it('counts sessions, not steps, where steps of a session stand or fall together', () => {
    const whole = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 0 : 10));
    const together = ratioEstimate(
      sums(
        whole,
        whole.map(() => 10),
      ),
      'share',
    );
    const asSessions = ratioEstimate(
      sums(
        whole.map((n) => n / 10),
        whole.map(() => 1),
      ),
      'share',
    );
    expect(together.estimate).toBe(0.75);
    expect(together.high! - together.low!).toBeGreaterThan(0.95 * (asSessions.high! - asSessions.low!));
  });

  it('keeps an honest width at 0/n and n/n: no event in m sessions says what m trials say', () => {
    const steps = Array.from({ length: 50 }, () => 8);
    const none = ratioEstimate(
      sums(
        steps.map(() => 0),
        steps,
      ),
      'share',
    );
    expect(none).toMatchObject({ estimate: 0, low: 0, of: 50, denominator: 400 });
    expect(none.high).toBeGreaterThanOrEqual(midP(0, 50).high);
    expect(none.high).toBeLessThan(0.1);
    const all = ratioEstimate(sums(steps, steps), 'share');
    expect(all.low).toBeCloseTo(1 - none.high!, 9);
    expect(all.high).toBe(1);
  });

  it('does not jump from no event to one', () => {
    const steps = Array.from({ length: 200 }, () => 10);
    const none = ratioEstimate(
      sums(
        steps.map(() => 0),
        steps,
      ),
      'share',
    );
    const one = ratioEstimate(
      sums(
        steps.map((_, i) => (i === 0 ? 1 : 0)),
        steps,
      ),
      'share',
    );
    expect(one.high!).toBeLessThan(2 * none.high!);
    expect(one.high!).toBeGreaterThan(0.4 * none.high!);
  });

  it('says nothing where there is nothing, and little from one session', () => {
    expect(ratioEstimate(sums([0, 0], [0, 0]), 'share')).toEqual({
      estimate: null,
      low: null,
      high: null,
      of: 0,
      denominator: 0,
    });
    const one = ratioEstimate(sums([90], [100]), 'share');
    expect(one.high! - one.low!).toBeGreaterThan(0.9);
  });

  it('stays in [0, 1], holds its estimate, mirrors failures, and ignores sessions without trials', () => {
    fc.assert(
      fc.property(sessionsArb, (pairs) => {
        const given = shareSums(pairs);
        const result = ratioEstimate(given, 'share');
        if (result.estimate === null) return;
        expect(result.low).toBeGreaterThanOrEqual(0);
        expect(result.high).toBeLessThanOrEqual(1);
        expect(result.low).toBeLessThanOrEqual(result.estimate + 1e-12);
        expect(result.high).toBeGreaterThanOrEqual(result.estimate - 1e-12);
        expect(result.high! - result.low!).toBeGreaterThan(0);
        const missed = Array.from(given.numerators, (n, i) => given.denominators[i]! - n);
        const mirrored = ratioEstimate({ numerators: missed, denominators: given.denominators }, 'share');
        expect(mirrored.low).toBeCloseTo(1 - result.high!, 6);
        const padded = shareSums([...pairs, [0, 0], [0, 0]]);
        expect(ratioEstimate(padded, 'share')).toEqual(result);
      }),
    );
  });

  it.each([
    [0.5, 8, 60],
    [0.9, 10, 60],
    [0.98, 50, 120],
    [0.02, 25, 60],
    [0.1, 5, 30],
  ])('covers a true share of %d in 95 % of samples (%d alike, %d sessions)', (mean, alike, count) => {
    const rng = testRng(`share ${mean} ${count}`);
    const rate = Math.round(2 * mean * alike) / (Math.round(2 * mean * alike) + Math.round(2 * (1 - mean) * alike));
    const coverage = coverageOf(1000, rate, () => ratioEstimate(drawSessions(count, mean, alike, rng), 'share'));
    expect(coverage).toBeGreaterThan(0.93);
  });

  it('covers where whole sessions fail, and no step of any other', () => {
    const rng = testRng('whole sessions');
    const coverage = coverageOf(1000, 0.02, () => {
      const failed = Array.from({ length: 150 }, () => (rng.next() < 0.02 ? 10 : 0));
      return ratioEstimate(
        sums(
          failed,
          failed.map(() => 10),
        ),
        'share',
      );
    });
    expect(coverage).toBeGreaterThan(0.94);
  });

  it('refuses numerators above denominators, negative sums and lists that do not fit', () => {
    expect(() => ratioEstimate(sums([3], [2]), 'share')).toThrow('above 1');
    expect(() => ratioEstimate(sums([-1], [2]), 'ms')).toThrow('number 0');
    expect(() => ratioEstimate(sums([1], [0]), 'ms')).toThrow('number 0');
    expect(() => ratioEstimate(sums([1, 2], [2]), 'ms')).toThrow('do not fit');
  });
});

describe('ratioEstimate of times and counts', () => {
  it("is Student's interval of a mean where every session counts once", () => {
    const times = [120, 250, 90, 310, 180];
    const mean = 190;
    const deviation = Math.sqrt(times.reduce((sum, t) => sum + (t - mean) ** 2, 0) / 4);
    const { estimate, low, high } = ratioEstimate(
      sums(
        times,
        times.map(() => 1),
      ),
      'ms',
    );
    expect(estimate).toBe(mean);
    expect(high! - mean).toBeCloseTo((studentT(4) * deviation) / Math.sqrt(5), 9);
    expect(low).toBeCloseTo(2 * mean - high!, 9);
  });

  it('does not claim to know a spread that it has not seen', () => {
    expect(ratioEstimate(sums([5, 5, 5], [1, 1, 1]), 'ms')).toMatchObject({ estimate: 5, low: null, high: null });
    expect(ratioEstimate(sums([5], [1]), 'ms')).toMatchObject({ estimate: 5, low: null, high: null });
  });

  it('bounds a count that never occurred by the Poisson tail', () => {
    const { low, high } = ratioEstimate(sums(Array(40).fill(0), Array(40).fill(1)), 'count');
    expect(low).toBe(0);
    expect(Math.exp(-40 * high!)).toBeCloseTo(0.025, 9);
  });

  it('scales with the unit', () => {
    fc.assert(
      fc.property(sessionsArb, fc.double({ min: 0.01, max: 1000, noNaN: true }), (pairs, factor) => {
        const given = shareSums(pairs);
        const once = ratioEstimate(given, 'ms');
        const scaled = ratioEstimate({ ...given, numerators: Array.from(given.numerators, (n) => n * factor) }, 'ms');
        if (once.high === null || scaled.high === null) return;
        expect(scaled.high / factor).toBeCloseTo(once.high, 6);
      }),
    );
  });

  it('covers the true mean of skewed times in 95 % of samples', () => {
    const rng = testRng('times');
    const coverage = coverageOf(1000, Math.exp(0.18), () => {
      const times = Array.from({ length: 200 }, () => Math.exp(0.6 * standardNormal(rng)));
      return ratioEstimate(
        sums(
          times,
          times.map(() => 1),
        ),
        'ms',
      );
    });
    expect(coverage).toBeGreaterThan(0.93);
    expect(coverage).toBeLessThan(0.97);
  });
});

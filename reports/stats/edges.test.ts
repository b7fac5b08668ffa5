import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredMean } from './clustered-mean.ts';
import type { Ranged } from './interval.ts';
import { meanEstimate } from './mean-estimate.ts';
import { proportion } from './mid-p.ts';
import { pairedDifference } from './paired-difference.ts';
import { ANY_NUMBER, NOT_NEGATIVE, type Range, RELATIVE, SHARE, SHARE_DIFFERENCE } from './range.ts';
import { ratioEstimate, whyNoInterval } from './ratio-estimate.ts';
import { sessionBootstrap } from './session-bootstrap.ts';
import { testRng } from './testing/draws.ts';
import { weightedStatistics } from './weighted-statistics.ts';

/** What every figure must be: in its range, within its ends, finite or none, and never sure by luck. */
function expectSound({ estimate, low, high }: Ranged, { least, most }: Range): void {
  if (estimate === null) {
    expect([low, high]).toEqual([null, null]);
    return;
  }
  expect(Number.isFinite(estimate)).toBe(true);
  if (low === null || high === null) {
    expect([low, high]).toEqual([null, null]);
    return;
  }
  expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
  expect(low).toBeLessThan(high);
  expect(low).toBeLessThanOrEqual(estimate + 1e-12);
  expect(high).toBeGreaterThanOrEqual(estimate - 1e-12);
  expect(low).toBeGreaterThanOrEqual(least);
  expect(high).toBeLessThanOrEqual(most);
}

/** Lists as they come, and those that are hard: none, one, constants, ties, all of it at an end, tiny and huge ones. */
const values = (element: fc.Arbitrary<number>) =>
  fc.oneof(
    fc.array(element, { maxLength: 30 }),
    fc.tuple(element, fc.integer({ min: 1, max: 30 })).map(([value, count]) => Array<number>(count).fill(value)),
    fc.array(fc.constantFrom(0, 1 / 3, 1), { maxLength: 30 }),
  );
const share = fc.double({ min: 0, max: 1, noNaN: true });
/** Times in ms and counts: none, or from a picosecond on, so that no ratio of two leaves the numbers there are. */
const amount = fc.oneof(
  fc.nat(5),
  fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
  fc.constantFrom(0.1, 0.2, 0.7, 1 / 3),
);

const keyed = (numerators: number[], denominators: number[]) => ({
  sessions: numerators.map((_, at) => `s${at}`),
  numerators,
  denominators,
});

describe('at the edges', () => {
  it('shares, times and counts are sound, and say why they have no interval', () => {
    const pairs = values(share).chain((shares) => fc.tuple(fc.constant(shares), fc.constantFrom(1, 3, 12)));
    fc.assert(
      fc.property(pairs, ([shares, steps]) => {
        const denominators = shares.map((_, at) => (at % 5 === 4 ? 0 : steps));
        const numerators = shares.map((one, at) => one * (denominators[at] ?? 0));
        expectSound(ratioEstimate({ numerators, denominators }, 'share'), SHARE);
      }),
    );
    fc.assert(
      fc.property(values(amount), fc.constantFrom('ms' as const, 'count' as const), (numerators, unit) => {
        const found = ratioEstimate({ numerators, denominators: numerators.map(() => 1) }, unit);
        expectSound(found, NOT_NEGATIVE);
        expect(whyNoInterval(found) === null).toBe(found.low !== null);
      }),
    );
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), (one, other) =>
        expectSound(proportion(Math.min(one, other), Math.max(one, other)), SHARE),
      ),
    );
  });

  it('values that differ by next to nothing tell no spread', () => {
    const values = [0, 0, 0, 0, 0, 0, 0, 1.7e-161, 0, 0];
    expect(meanEstimate(values, SHARE)).toMatchObject({ low: null, high: null, of: 10 });
  });

  it('means over runs and over clusters are sound in every range', () => {
    fc.assert(
      fc.property(values(share), (shares) => {
        expectSound(meanEstimate(shares, SHARE), SHARE);
        expectSound(meanEstimate([...shares, null], SHARE), SHARE);
        const clustered = (range: Range, value: (one: number) => number) =>
          clusteredMean(
            shares.map((one, at) => ({ session: `s${at % 7}`, value: value(one), weight: 1 + (at % 3) })),
            range,
          );
        expectSound(
          clustered(SHARE, (one) => one),
          SHARE,
        );
        expectSound(
          clustered(SHARE_DIFFERENCE, (one) => 2 * one - 1),
          SHARE_DIFFERENCE,
        );
        expectSound(
          clustered(NOT_NEGATIVE, (one) => 1000 * one),
          NOT_NEGATIVE,
        );
        expectSound(
          clustered(ANY_NUMBER, (one) => one - 0.5),
          ANY_NUMBER,
        );
      }),
    );
  });

  it('differences of shares and of times are sound, whatever the arms have in common', () => {
    fc.assert(
      fc.property(values(share), values(share), fc.constantFrom(1, 12), (one, other, steps) => {
        const count = Math.min(one.length, other.length);
        const sums = (list: number[]) =>
          keyed(
            list.slice(0, count).map((part) => part * steps),
            Array(count).fill(steps),
          );
        for (const [arm, baseline] of [
          [one, other],
          [one, one],
        ] as const) {
          const { estimate: difference, low, high } = pairedDifference(sums(arm), sums(baseline), 'share', 'higher');
          expectSound({ estimate: difference, low, high }, SHARE_DIFFERENCE);
        }
      }),
    );
    fc.assert(
      fc.property(values(amount), values(amount), (one, other) => {
        const count = Math.min(one.length, other.length);
        const sums = (list: number[]) => keyed(list.slice(0, count), Array(count).fill(1));
        const found = pairedDifference(sums(one), sums(other), 'ms', 'lower');
        expectSound({ ...found, estimate: found.estimate }, ANY_NUMBER);
        if (found.relative) expectSound(found.relative, RELATIVE);
      }),
    );
  });

  it('resampled statistics are sound, and none stands on many resamples without a value', () => {
    const outcome = fc.record({ score: fc.constantFrom(0, 0.3, 0.3, 1), right: fc.boolean() });
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 25 }), (outcomes) => {
        const sessions = outcomes.map((_, at) => `s${at % 9}`);
        for (const name of ['auroc', 'aurc', 'brier', 'ece'] as const)
          expectSound(
            sessionBootstrap(sessions, weightedStatistics[name](outcomes), testRng('edges'), { draws: 100 }),
            SHARE,
          );
      }),
      { numRuns: 30 },
    );
    // One wrong outcome in 20 sessions: 36 % of resamples miss it, and then there is no area under the curve.
    const rare = Array.from({ length: 20 }, (_, at) => ({ score: at / 20, right: at !== 3 }));
    const found = sessionBootstrap(
      rare.map((_, at) => `s${at}`),
      weightedStatistics.auroc(rare),
      testRng('rare'),
      { draws: 200 },
    );
    expect(found.estimate).not.toBeNull();
    expect([found.low, found.high]).toEqual([null, null]);
  });

  it('a difference that 24 sessions of 600 show against one is found, though it is one step of twelve', () => {
    const baseline = Array<number>(600).fill(8);
    const arm = baseline.map((right, at) => (at < 24 ? right - 1 : at === 24 ? right + 1 : right));
    const steps = Array<number>(600).fill(12);
    const {
      estimate: difference,
      low,
      high,
      p,
    } = pairedDifference(keyed(arm, steps), keyed(baseline, steps), 'share', 'higher');
    expect(difference).toBeCloseTo(-23 / 7200, 12);
    expect(high).toBeLessThan(-0.001);
    expect(low).toBeGreaterThan(-0.006);
    // A sign test of 24 against 1 gives 1.5e-6; this one allows for differences that no session has shown.
    expect(p).toBeLessThan(1e-3);
  });
});

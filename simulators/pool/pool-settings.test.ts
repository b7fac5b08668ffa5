import { describe, expect, it } from 'vitest';
import { HOUR_MS, nextArrivalMs } from './next-arrival.ts';
import { checkPoolSettings, HUMAN_RESUMPTION, NEVER_STALE, NO_RESUMPTION, type PoolSettings } from './pool-settings.ts';
import { plainPool } from './test-pool.ts';
import { joinSegments } from './work-profile.ts';

const good = plainPool({ arrivals: { kind: 'poisson', perHour: 10 } });
const check = (change: Partial<PoolSettings>) => () => checkPoolSettings({ ...good, ...change });

describe('settings of a pool', () => {
  it.each<Partial<PoolSettings>>([
    {},
    { arrivals: { kind: 'hourly', perHour: [0, 5] } },
    { arrivals: { kind: 'at', timesMs: [] }, horizonMs: Number.POSITIVE_INFINITY },
    { arrivals: { kind: 'at', timesMs: [0, 5, 5] } },
    { patience: { kind: 'exponential', meanMs: 1 } },
    { patience: { kind: 'lognormal', medianMs: 1, sigma: 0 } },
    { resumption: { lagMs: [2, 2], slowdown: 0, decayMs: 1 }, sessionsPerOperator: Number.POSITIVE_INFINITY },
    { warmUpMs: good.horizonMs - 1 },
  ])('%j may be', (change) => expect(check(change)).not.toThrow());

  it.each<[Partial<PoolSettings>, string]>([
    [{ operators: 0 }, 'operators must be a whole number from 1 up, not 0'],
    [{ operators: 1.5 }, 'operators must be a whole number from 1 up, not 1.5'],
    [{ sessionsPerOperator: 0 }, 'sessionsPerOperator must be at least 1, not 0'],
    [{ arrivals: { kind: 'poisson', perHour: 0 } }, 'arrival rates must be finite, none below 0 and one above'],
    [{ arrivals: { kind: 'poisson', perHour: Number.POSITIVE_INFINITY } }, 'arrival rates must be finite'],
    [{ arrivals: { kind: 'hourly', perHour: [0, 0] } }, 'arrival rates must be finite'],
    [{ arrivals: { kind: 'hourly', perHour: [5, -1] } }, 'arrival rates must be finite'],
    [{ arrivals: { kind: 'hourly', perHour: [] } }, 'arrival rates must be finite'],
    [{ arrivals: { kind: 'at', timesMs: [5, 4] } }, 'arrival times must be finite, from 0 up and in order'],
    [{ arrivals: { kind: 'at', timesMs: [-1] } }, 'arrival times must be finite'],
    [{ arrivals: { kind: 'at', timesMs: [Number.NaN] } }, 'arrival times must be finite'],
    [{ resumption: { lagMs: [3, 2], slowdown: 0, decayMs: 1 } }, 'resumption.lagMs must be a range from 0 up'],
    [{ resumption: { lagMs: [-1, 2], slowdown: 0, decayMs: 1 } }, 'resumption.lagMs must be a range from 0 up'],
    [{ resumption: { lagMs: [0, 0], slowdown: -1, decayMs: 1 } }, 'resumption needs a slowdown from 0 up'],
    [{ resumption: { lagMs: [0, 0], slowdown: 0, decayMs: 0 } }, 'resumption needs a slowdown from 0 up'],
    [{ stale: { perMinute: -1, costMs: 0 } }, 'stale.perMinute and stale.costMs must be from 0 up'],
    [{ stale: { perMinute: 0, costMs: -1 } }, 'stale.perMinute and stale.costMs must be from 0 up'],
    [{ patience: { kind: 'exponential', meanMs: 0 } }, 'patience must be above 0'],
    [{ patience: { kind: 'lognormal', medianMs: 0, sigma: 1 } }, 'patience must be above 0'],
    [{ warmUpMs: -1 }, 'horizonMs must be after warmUpMs'],
    [{ warmUpMs: good.horizonMs }, 'horizonMs must be after warmUpMs'],
    [{ horizonMs: Number.POSITIVE_INFINITY }, 'horizonMs must be finite where arrivals never end'],
  ])('%j may not be: %s', (change, words) => expect(check(change)).toThrow(`Pool settings: ${words}`));

  it('of people are a lag of 2 to 4 s, then half as slow again, over in 15 s', () => {
    expect(HUMAN_RESUMPTION).toEqual({ lagMs: [2000, 4000], slowdown: 0.5, decayMs: 5000 });
    expect([NO_RESUMPTION, NEVER_STALE]).toEqual([
      { lagMs: [0, 0], slowdown: 0, decayMs: 1 },
      { perMinute: 0, costMs: 0 },
    ]);
  });
});

describe('work', () => {
  it('of one kind in a row is one stretch; empty stretches are none', () => {
    const [a, o] = ['automation' as const, 'operator' as const];
    expect(
      joinSegments([
        { kind: a, ms: 0 },
        { kind: a, ms: 2 },
        { kind: o, ms: 0 },
        { kind: a, ms: 3 },
        { kind: o, ms: 5 },
        { kind: o, ms: 7 },
        { kind: a, ms: 1 },
      ]),
    ).toEqual([
      { kind: a, ms: 5 },
      { kind: o, ms: 12 },
      { kind: a, ms: 1 },
    ]);
    expect(joinSegments([])).toEqual([]);
    for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => joinSegments([{ kind: o, ms }])).toThrow(`A stretch of operator work takes ${ms} ms`);
  });
});

describe('arrivals', () => {
  /** A unit exponential is −ln(1 − u), or −ln(u): these make one of 1 and one of a half. */
  const unit = (size: number) => {
    const found = [1 - Math.exp(-size), Math.exp(-size)].map((u) => ({ next: () => u }));
    const probe = nextArrivalMs({ kind: 'poisson', perHour: 1 }, 0, 0, () => found[0]!)!;
    return Math.abs(probe - size * HOUR_MS) < 1 ? found[0]! : found[1]!;
  };

  it('are when told, and then no more', () => {
    const at = { kind: 'at', timesMs: [3, 8] } as const;
    const none = () => {
      throw new Error('drawn');
    };
    expect([0, 1, 2].map((index) => nextArrivalMs(at, index, 0, none))).toEqual([3, 8, null]);
  });

  it('come at a rate an hour', () => {
    expect(nextArrivalMs({ kind: 'poisson', perHour: 4 }, 0, 100, () => unit(1))).toBeCloseTo(100 + HOUR_MS / 4, 3);
  });

  it('come as fast as the rate of each hour says, over days', () => {
    const next = (perHour: number[], after: number, size: number) =>
      nextArrivalMs({ kind: 'hourly', perHour }, 0, after * HOUR_MS, () => unit(size))! / HOUR_MS;
    expect(next([2], 0.25, 1)).toBeCloseTo(0.75, 6);
    // Half of it is used up by the end of the first hour, the rest at twice the rate.
    expect(next([1, 2], 0.5, 1)).toBeCloseTo(1.25, 6);
    // Nobody comes in the second hour; the day begins again.
    expect(next([1, 0], 0.5, 1)).toBeCloseTo(2.5, 6);
    expect(next([0, 0, 1], 0, 0.5)).toBeCloseTo(2.5, 6);
    expect(next([1, 0], 1, 0.75)).toBeCloseTo(2.75, 6);
  });
});

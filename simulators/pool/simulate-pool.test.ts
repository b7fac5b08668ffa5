import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from './next-arrival.ts';
import { HUMAN_RESUMPTION, type PoolSettings } from './pool-settings.ts';
import { type PoolRun, simulatePool } from './simulate-pool.ts';
import { summarisePool } from './summarise-pool.ts';
import { exponentialWork, meanWithin, plainPool, testStreams } from './test-pool.ts';
import type { WorkSegment } from './work-profile.ts';

const work = fc.array(
  fc.record({
    kind: fc.constantFrom<WorkSegment['kind']>('automation', 'operator', 'customer'),
    ms: fc.integer({ min: 0, max: 50_000 }),
  }),
  { maxLength: 6 },
);

/** Any pool with a handful of sessions that come at given times. */
const pools = fc
  .record({
    operators: fc.integer({ min: 1, max: 4 }),
    sessionsPerOperator: fc.integer({ min: 1, max: 3 }),
    ownership: fc.constantFrom<PoolSettings['ownership']>('case', 'hand-off'),
    order: fc.constantFrom<PoolSettings['order']>('fifo', 'most-waited'),
    patience: fc.constantFrom<PoolSettings['patience']>(
      null,
      { kind: 'exponential', meanMs: 20_000 },
      { kind: 'lognormal', medianMs: 15_000, sigma: 1 },
    ),
    resumption: fc.constantFrom(HUMAN_RESUMPTION, { lagMs: [0, 0] as const, slowdown: 0, decayMs: 1 }),
    stale: fc.constantFrom({ perMinute: 0, costMs: 0 }, { perMinute: 3, costMs: 9000 }),
    visits: fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), work), { minLength: 1, maxLength: 25 }),
  })
  .map(({ visits, ...settings }) => {
    let atMs = 0;
    const timesMs = visits.map(([gap]) => {
      atMs += gap;
      return atMs;
    });
    const workOf = (index: number) => visits[index]?.[1] ?? [];
    return plainPool({ ...settings, workOf, arrivals: { kind: 'at', timesMs } });
  });

const ownWork = (settings: PoolSettings, index: number, kind: WorkSegment['kind']) =>
  settings
    .workOf(index, testStreams('unused')('session', 0, 'work'))
    .reduce((sum, segment) => sum + (segment.kind === kind ? segment.ms : 0), 0);

describe('in every pool', () => {
  it('each session that came ends once, served or abandoned, after exactly its work and its waits', () => {
    fc.assert(
      fc.property(pools, (settings) => {
        const { sessions } = simulatePool(settings, testStreams('laws'));
        const times = settings.arrivals.kind === 'at' ? settings.arrivals.timesMs : [];
        expect(sessions.map(({ arrivedAtMs }) => arrivedAtMs)).toEqual(times);
        for (const one of sessions) {
          const waited = one.waits.reduce((sum, ms) => sum + ms, 0);
          const others = ownWork(settings, one.index, 'automation') + ownWork(settings, one.index, 'customer') + waited;
          expect(one.waits).toHaveLength(one.queueLengths.length);
          const took = one.endedAtMs - one.arrivedAtMs;
          if (one.abandoned) {
            expect(settings.patience).not.toBeNull();
            expect(took).toBeLessThanOrEqual(others + one.activeMs + 1e-6);
          } else {
            expect(took).toBeCloseTo(others + one.activeMs, 4);
            expect(one.activeMs).toBeCloseTo(ownWork(settings, one.index, 'operator') + one.switchingMs, 4);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("Little's law holds exactly: sessions, waits and work, integrated over time, are the sums over sessions", () => {
    fc.assert(
      fc.property(pools, (settings) => {
        const run = simulatePool(settings, testStreams('laws'));
        const sum = (of: (one: PoolRun['sessions'][number]) => number) =>
          run.sessions.reduce((total, one) => total + of(one), 0);
        expect(run.inPoolMs).toBeCloseTo(
          sum(({ arrivedAtMs, endedAtMs }) => endedAtMs - arrivedAtMs),
          3,
        );
        expect(run.inQueueMs).toBeCloseTo(
          sum(({ waits }) => waits.reduce((total, ms) => total + ms, 0)),
          3,
        );
        expect(run.busyMs).toBeCloseTo(
          sum(({ activeMs }) => activeMs),
          3,
        );
        expect(run.busyMs).toBeLessThanOrEqual(settings.operators * run.windowMs + 1e-6);
      }),
      { numRuns: 150 },
    );
  });

  it('the same settings and streams give the same bytes', () => {
    fc.assert(
      fc.property(pools, (settings) => {
        const [first, again] = [0, 1].map(() => JSON.stringify(simulatePool(settings, testStreams('again'))));
        expect(first).toBe(again);
      }),
      { numRuns: 30 },
    );
  });

  it('sessions without hand-offs take nobody’s time and wait for nobody', () => {
    fc.assert(
      fc.property(pools, (settings) => {
        const automated = (index: number) =>
          settings.workOf(index, testStreams('')('session', 0, 'work')).filter(({ kind }) => kind !== 'operator');
        const { sessions, busyMs } = simulatePool({ ...settings, workOf: automated }, testStreams('laws'));
        expect(sessions.every(({ activeMs, waits }) => activeMs === 0 && waits.length === 0)).toBe(true);
        expect(busyMs).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

/** Two hand-offs with an answer between, each of random length. */
const twoHandOffs: PoolSettings['workOf'] = (index, rng) => [
  ...exponentialWork(60_000)(index, rng),
  { kind: 'customer', ms: 60_000 * rng.next() },
  ...exponentialWork(60_000)(index, rng),
];

describe('one more operator, the same sessions', () => {
  it('makes no session wait longer where each has one hand-off', () => {
    for (const operators of [1, 2, 4]) {
      const settings = plainPool({ operators, arrivals: { kind: 'poisson', perHour: 55 * operators } });
      const waits = (count: number) =>
        simulatePool({ ...settings, operators: count }, testStreams('pair')).sessions.map((one) => one.waits[0] ?? 0);
      const more = waits(operators + 1);
      expect(waits(operators).every((ms, i) => ms >= (more[i] ?? 0) - 1e-6)).toBe(true);
    }
  });

  it.each(['case', 'hand-off'] as const)(
    'never raises the mean wait of returning sessions (owned by %s)',
    (ownership) => {
      const wait = (operators: number, run: number) =>
        summarisePool(
          simulatePool(
            plainPool({
              operators,
              sessionsPerOperator: 3,
              ownership,
              workOf: twoHandOffs,
              arrivals: { kind: 'poisson', perHour: 50 },
            }),
            testStreams(`pair ${run}`),
          ),
        ).sessionWaitMs ?? Number.NaN;
      const gains = Array.from({ length: 20 }, (_, run) => wait(2, run) - wait(3, run));
      const { mean, half } = meanWithin(gains, 4);
      expect(mean - half).toBeGreaterThan(0);
    },
  );
});

describe('what an operator goes through', () => {
  const at = (timesMs: number[], profiles: WorkSegment[][], settings: Partial<PoolSettings> = {}) =>
    simulatePool(
      plainPool({
        sessionsPerOperator: 2,
        arrivals: { kind: 'at', timesMs },
        workOf: (index) => profiles[index] ?? [],
        ...settings,
      }),
      testStreams('by hand'),
    );
  const returning: WorkSegment[] = [
    { kind: 'operator', ms: 10_000 },
    { kind: 'customer', ms: 5000 },
    { kind: 'operator', ms: 10_000 },
  ];

  it('turns to another session while one customer answers, and is interrupted by it', () => {
    const run = at([0, 0], [returning, returning]);
    expect(run.sessions.map(({ waits }) => waits)).toEqual([
      [0, 5000],
      [10_000, 5000],
    ]);
    expect(run.sessions.map(({ queueLengths }) => queueLengths)).toEqual([
      [0, 0],
      [0, 0],
    ]);
    // First to second, back to the first, and, that being over, no interruption any more.
    expect(run.interruptions).toBe(2);
    // They come at 10 s and at 20 s; who comes later needs nobody.
    const late: WorkSegment[] = [{ kind: 'customer', ms: 20_000 }];
    const within = (warmUpMs: number, horizonMs: number) =>
      at([0, 0, 16_000, 32_000], [returning, returning, late, late], { warmUpMs, horizonMs }).interruptions;
    expect([within(0, 15_000), within(15_000, 60_000), within(30_000, 60_000)]).toEqual([1, 1, 0]);
  });

  it('holds no more sessions than set: the second waits until the first is over', () => {
    const run = at([0, 0], [returning, returning], { sessionsPerOperator: 1 });
    expect(run.sessions.map(({ waits }) => waits)).toEqual([
      [0, 0],
      [25_000, 0],
    ]);
    expect(run.interruptions).toBe(0);
  });

  it('pays for coming back to what went on meanwhile: lag, then a slowdown that fades', () => {
    const resumption = { lagMs: [3000, 3000] as const, slowdown: 0.5, decayMs: 5000 };
    const alone = at([0], [returning], { resumption });
    expect(alone.sessions[0]?.switchingMs).toBe(0);
    const shared = at([0, 0], [returning, returning], { resumption });
    const slow = 0.5 * 5000 * (1 - Math.exp(-10_000 / 5000));
    for (const one of shared.sessions) expect(one.switchingMs).toBeCloseTo(3000 + slow, 6);
    const long = at([0, 0], [returning, returning], { resumption: HUMAN_RESUMPTION });
    for (const { switchingMs } of long.sessions) {
      expect(switchingMs).toBeGreaterThan(2000 + slow - 1);
      expect(switchingMs).toBeLessThan(4000 + slow + 1);
    }
  });

  it('finds a session stale that waited long enough, and pays for that', () => {
    const stale = { perMinute: 1e6, costMs: 7000 };
    const [first, second] = at([0, 1], [[returning[0]!], [returning[0]!]], { stale }).sessions;
    expect([first?.stale, first?.switchingMs]).toEqual([0, 0]);
    expect([second?.stale, second?.switchingMs]).toEqual([1, 7000]);
  });

  it('serves who waited most over all waits first, where that is the order', () => {
    const profiles: WorkSegment[][] = [
      [{ kind: 'operator', ms: 30_000 }],
      [
        { kind: 'operator', ms: 1000 },
        { kind: 'customer', ms: 5000 },
        { kind: 'operator', ms: 1000 },
      ],
      [{ kind: 'operator', ms: 20_000 }],
      [{ kind: 'operator', ms: 1000 }],
    ];
    const last = (order: PoolSettings['order']) =>
      at([0, 1000, 2000, 35_000], profiles, { order, sessionsPerOperator: 9 }).sessions;
    expect(last('fifo')[3]?.waits[0]).toBe(16_000);
    expect(last('most-waited')[3]?.waits[0]).toBe(17_000);
  });

  it('works as the queue that the session met says, from its first hand-off on', () => {
    const started: WorkSegment[] = [{ kind: 'automation', ms: 1000 }];
    const hurried = (queue: number): WorkSegment[] => [...started, { kind: 'operator', ms: 10_000 - 1000 * queue }];
    const workUnderPressure = (_: number, queue: number) => hurried(queue);
    const { sessions } = at([0, 0, 0], Array(3).fill(hurried(0)), { workUnderPressure });
    expect(sessions.map(({ queueLengths, activeMs }) => [queueLengths, activeMs])).toEqual([
      [[0], 10_000],
      [[0], 10_000],
      [[1], 9000],
    ]);
    const rewritten = { workUnderPressure: () => [{ kind: 'operator' as const, ms: 5 }] };
    expect(() => at([0], [hurried(0)], rewritten)).toThrow(/before its first hand-off/);
  });

  it('lets a customer who leaves make room for the next', () => {
    const profiles: WorkSegment[][] = [[{ kind: 'operator', ms: 100_000 }], [{ kind: 'operator', ms: 10_000 }]];
    const { sessions } = at([0, 1], profiles, { patience: { kind: 'lognormal', medianMs: 5000, sigma: 0 } });
    expect(sessions[1]).toMatchObject({ abandoned: true, activeMs: 0, waits: [5000] });
    expect(sessions[0]?.abandoned).toBe(false);
  });
});

describe('arrivals', () => {
  it('follow the rates of the hours, day after day', () => {
    const perHour = [120, 0, 30];
    const run = simulatePool(
      plainPool({
        operators: 20,
        arrivals: { kind: 'hourly', perHour },
        workOf: () => [{ kind: 'automation', ms: 1 }],
        horizonMs: 300 * HOUR_MS,
      }),
      testStreams('hours'),
    );
    const counts = [0, 0, 0];
    for (const { arrivedAtMs } of run.sessions) counts[Math.floor(arrivedAtMs / HOUR_MS) % 3]!++;
    expect(counts[1]).toBe(0);
    // Poisson counts of mean 12,000 and 3,000, five deviations wide.
    expect(Math.abs(counts[0]! - 12_000)).toBeLessThan(5 * Math.sqrt(12_000));
    expect(Math.abs(counts[2]! - 3000)).toBeLessThan(5 * Math.sqrt(3000));
  });

  it.each<[Partial<PoolSettings>, RegExp]>([
    [{ operators: 0 }, /operators must be a whole number/],
    [{ arrivals: { kind: 'hourly', perHour: [0, 0] } }, /arrival rates/],
    [{ arrivals: { kind: 'at', timesMs: [5, 3] } }, /in order/],
    [{ horizonMs: 5, warmUpMs: 9 }, /horizonMs must be after/],
    [{ patience: { kind: 'exponential', meanMs: 0 } }, /patience/],
    [{ workOf: () => [{ kind: 'operator', ms: -1 }] }, /finite time from 0 up/],
  ])('and other settings out of range are refused: %j', (wrong, message) => {
    const settings = plainPool({ arrivals: { kind: 'poisson', perHour: 1 } });
    expect(() => simulatePool({ ...settings, ...wrong }, testStreams('wrong'))).toThrow(message);
  });
});

it('a customer who leaves while waiting for the own operator gives the place free', () => {
  // Twice a case comes back while its operator works on another one, and its customer leaves at once.
  const long: WorkSegment[] = [{ kind: 'operator', ms: 100_000 }];
  const returning: WorkSegment[] = [
    { kind: 'operator', ms: 10_000 },
    { kind: 'customer', ms: 5000 },
    { kind: 'operator', ms: 10_000 },
  ];
  const { sessions } = simulatePool(
    plainPool({
      sessionsPerOperator: 2,
      patience: { kind: 'exponential', meanMs: 1 },
      workOf: (index) => (index % 2 === 0 ? returning : long),
      arrivals: { kind: 'at', timesMs: [0, 10_500, 200_000, 210_500, 400_000] },
    }),
    testStreams('places'),
  );
  expect(sessions.map(({ abandoned }) => abandoned)).toEqual([true, false, true, false, false]);
  expect(sessions.at(-1)?.waits).toEqual([0, 0]);
});

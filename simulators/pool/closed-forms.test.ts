import { describe, expect, it } from 'vitest';
import { exponential, logNormal } from '../../harness/contract/draws.ts';
import { erlangA, pollaczekKhinchine } from './erlang-a.ts';
import { erlangC } from './erlang-c.ts';
import { HOUR_MS } from './next-arrival.ts';
import type { PoolSettings } from './pool-settings.ts';
import { type PoolRun, simulatePool } from './simulate-pool.ts';
import { serviceLevel, summarisePool } from './summarise-pool.ts';
import { exponentialWork, meanWithin, plainPool, testStreams } from './test-pool.ts';

const SERVICE_MS = 180_000;
const RUNS = 20;
/** A right simulation lies further off than this about once in 1,200 figures; the seeds are fixed. */
const ERRORS = 4;

/** Independent runs of a pool under this utilisation; each begins empty and warms up first. */
function replicate(
  operators: number,
  utilisation: number,
  settings: Partial<PoolSettings> = {},
  runs = RUNS,
): PoolRun[] {
  const perHour = (utilisation * operators * HOUR_MS) / SERVICE_MS;
  // A pool forgets its empty beginning the faster the more operators it has.
  const warmUpMs = (1 + 9 / operators) * HOUR_MS;
  return Array.from({ length: runs }, (_, run) =>
    simulatePool(
      plainPool({
        operators,
        arrivals: { kind: 'poisson', perHour },
        workOf: exponentialWork(SERVICE_MS),
        warmUpMs,
        horizonMs: warmUpMs + (1700 / perHour) * HOUR_MS,
        ...settings,
      }),
      testStreams(`closed form ${run}`),
    ),
  );
}

function expectNear(runs: readonly PoolRun[], of: (run: PoolRun) => number | null, expected: number): void {
  const { mean, half } = meanWithin(
    runs.map((run) => of(run) ?? Number.NaN),
    ERRORS,
  );
  // An interval that holds everything would prove nothing.
  expect(half / expected).toBeLessThan(0.35);
  expect(Math.abs(mean - expected)).toBeLessThan(half);
}

describe.each([
  [1, 0.7],
  [3, 0.8],
  [10, 0.8],
])('M/M/%s at utilisation %s', (operators, utilisation) => {
  const runs = replicate(operators, utilisation);
  const load = { arrivalRate: (utilisation * operators) / SERVICE_MS, serviceRate: 1 / SERVICE_MS, servers: operators };
  const exact = erlangC(load);

  it('waits as often and as long as Erlang C says', () => {
    expectNear(runs, (run) => summarisePool(run).waitShare, exact.waitShare);
    expectNear(runs, (run) => summarisePool(run).waitMs, exact.meanWait);
    expectNear(runs, (run) => serviceLevel(run, 60_000), exact.within(60_000));
  });

  it('keeps operators as busy as the load, and sessions under way as Little says', () => {
    expectNear(runs, (run) => summarisePool(run).utilisation, utilisation);
    const open = (exact.meanWait + SERVICE_MS) * load.arrivalRate;
    expectNear(runs, (run) => summarisePool(run).openPerOperator, open / operators);
  });
});

it('serves single hand-offs the same whether or not cases have owners', () => {
  const waits = (ownership: PoolSettings['ownership']) =>
    replicate(3, 0.8, { ownership }, 3).map((run) => summarisePool(run).waitMs);
  expect(waits('hand-off')).toEqual(waits('case'));
});

it.each([0, 0.5, 1])('M/G/1 with lognormal service of σ %s waits as Pollaczek and Khinchine say', (sigma) => {
  const runs = replicate(1, 0.6, {
    workOf: (_, rng) => [{ kind: 'operator', ms: logNormal(SERVICE_MS * Math.exp(-(sigma ** 2) / 2), sigma, rng) }],
  });
  const variance = SERVICE_MS ** 2 * Math.expm1(sigma ** 2);
  expectNear(runs, (run) => summarisePool(run).waitMs, pollaczekKhinchine(0.6 / SERVICE_MS, SERVICE_MS, variance));
});

it.each([
  [4, 0.9],
  [4, 1.5],
])('M/M/%s+M at load %s waits and loses as Erlang A says, also under overload', (operators, utilisation) => {
  const patience = 120_000;
  const runs = replicate(operators, utilisation, { patience: { kind: 'exponential', meanMs: patience } });
  const arrivalRate = (utilisation * operators) / SERVICE_MS;
  const exact = erlangA({ arrivalRate, serviceRate: 1 / SERVICE_MS, servers: operators }, patience);
  expectNear(runs, (run) => summarisePool(run).abandonedShare, exact.abandonedShare);
  expectNear(runs, (run) => summarisePool(run).waitMs, exact.meanWait);
  expectNear(runs, (run) => summarisePool(run).waitShare, exact.waitShare);
  expectNear(runs, (run) => summarisePool(run).utilisation, exact.utilisation);
});

it('is as busy with sessions that come back after an answer as their work together says', () => {
  const runs = replicate(1, 0.6, {
    sessionsPerOperator: Number.POSITIVE_INFINITY,
    workOf: (_, rng) => [
      { kind: 'operator', ms: exponential(SERVICE_MS / 2, rng) },
      { kind: 'customer', ms: 45_000 },
      { kind: 'operator', ms: SERVICE_MS / 2 },
    ],
  });
  expectNear(runs, (run) => summarisePool(run).utilisation, 0.6);
});

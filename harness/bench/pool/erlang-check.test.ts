import { describe, expect, it } from 'vitest';
import { meanEstimate } from '../../../reports/stats/mean-estimate.ts';
import { NOT_NEGATIVE } from '../../../reports/stats/range.ts';
import { erlangC } from '../../../simulators/pool/erlang-c.ts';
import { NEVER_STALE, NO_RESUMPTION } from '../../../simulators/pool/pool-settings.ts';
import { simulatePool } from '../../../simulators/pool/simulate-pool.ts';
import { summarisePool } from '../../../simulators/pool/summarise-pool.ts';
import { exponential } from '../../contract/draws.ts';
import { createStreams } from '../../shared/streams.ts';
import { checkErlang } from './erlang-check.ts';

describe('intervals over independent runs', () => {
  it('hold the mean wait of M/M/1 about as often as they say', () => {
    const [intervals, runs] = [100, 6];
    const truth = erlangC({ arrivalRate: 0.6, serviceRate: 1, servers: 1 }).meanWait * 60_000;
    const wait = (seed: string) => {
      const run = simulatePool(
        {
          operators: 1,
          sessionsPerOperator: 1,
          ownership: 'case',
          order: 'fifo',
          arrivals: { kind: 'poisson', perHour: 36 },
          workOf: (_, rng) => [{ kind: 'operator', ms: exponential(60_000, rng) }],
          resumption: NO_RESUMPTION,
          stale: NEVER_STALE,
          patience: null,
          warmUpMs: 3_600_000,
          horizonMs: 9 * 3_600_000,
        },
        createStreams({ seed, session: 'coverage' }),
      );
      return summarisePool(run).waitMs;
    };
    let held = 0;
    for (let i = 0; i < intervals; i++) {
      const { low, high } = meanEstimate(
        Array.from({ length: runs }, (_, run) => wait(`${i} ${run}`)),
        NOT_NEGATIVE,
      );
      if (low !== null && high !== null && low <= truth && truth <= high) held++;
    }
    // Waits of a few hundred sessions are skewed: a little below 95 %. Bounds are four binomial deviations wide.
    expect(held / intervals).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / intervals));
    expect(held / intervals).toBeLessThan(1);
  });
});

it('the simulation agrees with every closed form within four times its interval’s share of doubt', () => {
  const checks = checkErlang(5, 6, 'test');
  expect(checks).toHaveLength(3 * 3 + 1 + 2);
  for (const { model, figure, exact, simulated } of checks) {
    const { estimate, high } = simulated;
    expect(estimate, `${model} ${figure}`).not.toBeNull();
    // Six runs: the half-width is 2.57 standard errors; 2.5 of them are more than six.
    const half = (high ?? 0) - (estimate ?? 0);
    expect(Math.abs((estimate ?? 0) - exact), `${model} ${figure}`).toBeLessThan(2.5 * half);
  }
});

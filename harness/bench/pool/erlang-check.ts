import type { Ranged } from '../../../reports/figures/schema.ts';
import { meanEstimate } from '../../../reports/stats/mean-estimate.ts';
import { NOT_NEGATIVE, SHARE } from '../../../reports/stats/range.ts';
import { erlangA, pollaczekKhinchine } from '../../../simulators/pool/erlang-a.ts';
import { erlangC } from '../../../simulators/pool/erlang-c.ts';
import { HOUR_MS } from '../../../simulators/pool/next-arrival.ts';
import { NEVER_STALE, NO_RESUMPTION, type PoolSettings } from '../../../simulators/pool/pool-settings.ts';
import { type PoolRun, simulatePool } from '../../../simulators/pool/simulate-pool.ts';
import { serviceLevel, summarisePool } from '../../../simulators/pool/summarise-pool.ts';
import { exponential, logNormal } from '../../contract/draws.ts';
import { createStreams } from '../../shared/streams.ts';

/** One figure of the simulation beside its closed form. */
export interface ErlangCheck {
  readonly model: string;
  readonly figure: string;
  readonly unit: 'share' | 'ms';
  readonly exact: number;
  readonly simulated: Ranged;
}

const SERVICE_MS = 180_000;
const PATIENCE_MS = 300_000;
const WITHIN_MS = 20_000;
/** Deviation of the logarithm of service times in M/G/1. */
const SIGMA = 1;

interface Model {
  readonly name: string;
  readonly operators: number;
  readonly load: number;
  readonly settings?: Partial<PoolSettings>;
  /** Name of a figure, its closed form, and how a run gives it. */
  readonly figures: readonly (readonly [string, ErlangCheck['unit'], number, (run: PoolRun) => number | null])[];
}

/** Plays pools for which there are closed forms. `operators`: size of those with several. */
export function checkErlang(operators: number, replications: number, seed: string): ErlangCheck[] {
  return models(operators).flatMap(({ name, figures, ...model }) => {
    const runs = Array.from({ length: replications }, (_, run) => playModel(model, `${seed} ${name} ${run}`));
    return figures.map(([figure, unit, exact, of]) => ({
      model: name,
      figure,
      unit,
      exact,
      simulated: meanEstimate(runs.map(of), unit === 'share' ? SHARE : NOT_NEGATIVE),
    }));
  });
}

const wait = (run: PoolRun) => summarisePool(run).waitMs;
const waitShare = (run: PoolRun) => summarisePool(run).waitShare;
const within = (run: PoolRun) => serviceLevel(run, WITHIN_MS);
const lost = (run: PoolRun) => summarisePool(run).abandonedShare;

function models(operators: number): Model[] {
  const load = (share: number, servers: number) => ({
    arrivalRate: (share * servers) / SERVICE_MS,
    serviceRate: 1 / SERVICE_MS,
    servers,
  });
  const queue = (servers: number, share: number): Model => {
    const exact = erlangC(load(share, servers));
    return {
      name: `M/M/${servers}, load ${share}`,
      operators: servers,
      load: share,
      figures: [
        ['P(wait)', 'share', exact.waitShare, waitShare],
        ['mean wait', 'ms', exact.meanWait, wait],
        [`within ${WITHIN_MS / 1000} s`, 'share', exact.within(WITHIN_MS), within],
      ],
    };
  };
  const impatient = erlangA(load(1.1, operators), PATIENCE_MS);
  const single = pollaczekKhinchine(0.7 / SERVICE_MS, SERVICE_MS, SERVICE_MS ** 2 * Math.expm1(SIGMA ** 2));
  const lognormal: PoolSettings['workOf'] = (_, rng) => [
    { kind: 'operator', ms: logNormal(SERVICE_MS * Math.exp(-(SIGMA ** 2) / 2), SIGMA, rng) },
  ];
  return [
    queue(1, 0.7),
    queue(operators, 0.8),
    queue(operators, 0.9),
    {
      name: 'M/G/1, load 0.7, lognormal',
      operators: 1,
      load: 0.7,
      settings: { workOf: lognormal },
      figures: [['mean wait', 'ms', single, wait]],
    },
    {
      name: `M/M/${operators}+M, load 1.1`,
      operators,
      load: 1.1,
      settings: { patience: { kind: 'exponential', meanMs: PATIENCE_MS } },
      figures: [
        ['abandoned', 'share', impatient.abandonedShare, lost],
        ['mean wait', 'ms', impatient.meanWait, wait],
      ],
    },
  ];
}

/** Sessions counted in a run. */
const SESSIONS = 5000;
/** Mean services for which one operator warms up; a larger pool forgets its empty beginning sooner. */
const WARM_UP_SERVICES = 200;

function playModel({ operators, load, settings }: Omit<Model, 'name' | 'figures'>, seed: string): PoolRun {
  const perHour = (load * operators * HOUR_MS) / SERVICE_MS;
  const warmUpMs = (SERVICE_MS * WARM_UP_SERVICES) / Math.sqrt(operators);
  return simulatePool(
    {
      operators,
      sessionsPerOperator: 1,
      ownership: 'case',
      order: 'fifo',
      arrivals: { kind: 'poisson', perHour },
      workOf: (_, rng) => [{ kind: 'operator', ms: exponential(SERVICE_MS, rng) }],
      resumption: NO_RESUMPTION,
      stale: NEVER_STALE,
      patience: null,
      warmUpMs,
      horizonMs: warmUpMs + (SESSIONS / perHour) * HOUR_MS,
      ...settings,
    },
    createStreams({ seed, session: 'erlang' }),
  );
}
